// `chaffinch backup` and `chaffinch restore`.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

void add_backup_commands(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
