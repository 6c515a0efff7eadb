// `chaffinch rules ...`: lint, test, explain, schema, stats and print, without a server.

#pragma once

#include "engine/pipeline/engine_files.h"

#include <CLI/CLI.hpp>

namespace chaffinch::commands {

/// Adds the subcommand. `defaults.rules` is the folder used when none is named. When a command
/// ran, `exit_code` is 0; 1 when rules are wrong or a test fails; 2 when input could not be read.
void add_rules_command(CLI::App& app, const EngineFiles& defaults, int& exit_code);

}  // namespace chaffinch::commands
