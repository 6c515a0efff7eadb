// `chaffinch site`: sites, their keys and settings, while the server is stopped.
//
// The commands open the data directory themselves. On a running server's directory they refuse and
// name the lock, because exactly one process may write (reliability F8).

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

/// `exit_code`: 0 done, 1 refused (the reason is printed).
void add_site_commands(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
