// `chaffinch webhook add|list|log|rotate-secret|enable|remove|replay`: for a stopped server, beside
// the operator's routes of a running one.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::app {

void add_webhook_commands(CLI::App& app, int& exit_code);

}  // namespace chaffinch::app
