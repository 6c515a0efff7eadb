// `chaffinch serve`: the server.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

/// When the command ran, `exit_code` is 0 after a graceful stop, 1 when the server could not start,
/// and for --check-config 0 or 1 by whether the configuration is right.
void add_serve_command(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
