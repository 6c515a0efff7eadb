// `chaffinch check`: judges comments from files or a string, without a server and without writing.

#pragma once

#include "engine/pipeline/engine_files.h"

#include <CLI/CLI.hpp>

namespace chaffinch::commands {

/// Adds the subcommand. `defaults` are the shipped rules and models. When the command ran,
/// `exit_code` is 0; 1 when a line was bad (also with --keep-going); 2 when nothing could be
/// judged.
void add_check_command(CLI::App& app, const EngineFiles& defaults, int& exit_code);

}  // namespace chaffinch::commands
