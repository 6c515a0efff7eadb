// `chaffinch demo`: a whole installation to try, in a directory that is removed at the end.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

void add_demo_command(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
