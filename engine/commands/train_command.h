// `chaffinch train`: labelled comments in, a model folder out.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::commands {

/// Adds the subcommand. When it ran, `exit_code` is 0, or 2 when nothing was written (the reason is
/// on standard error). The same files, seed and options give the same bytes.
void add_train_command(CLI::App& app, int& exit_code);

}  // namespace chaffinch::commands
