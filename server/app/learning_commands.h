// `chaffinch learning`: what moderators taught, read and taken back, while the server is stopped.
//
// Everything goes through the training ledger, which is the truth: the next start of the server
// learns what is left of it.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

/// `exit_code`: 0 done, 1 refused (the reason is printed).
void add_learning_commands(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
