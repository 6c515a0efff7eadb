// `chaffinch import` and `chaffinch export`: a site's comments from and to files, with the server
// stopped.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

void add_import_commands(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
