// `chaffinch eval`: how good a model is on labelled comments, as text and as an HTML page.

#pragma once

#include <CLI/CLI.hpp>

namespace chaffinch::commands {

/// Adds the subcommand. When it ran, `exit_code` is 0; 1 when a figure is worse than in the
/// baseline by more than the tolerance; 2 when nothing could be measured (the reason is on standard
/// error).
void add_eval_command(CLI::App& app, int& exit_code);

}  // namespace chaffinch::commands
