// What the administrative commands share: subcommands of one group with one set of options, and how
// a refusal is said.

#pragma once

#include "engine/types/result.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace chaffinch::app {

/// Prints why, and gives the exit code for it.
int refused(const Error& error);

/// `Options` has a member `data`, the data directory; every subcommand takes --data.
template <class Options>
class CommandGroup {
  public:
    using Command = int (*)(const Options&);

    /// `exit_code` must live until the command line is parsed.
    CommandGroup(CLI::App& program, const char* name, const char* what, int& exit_code)
        : parent_(program.add_subcommand(name, what)->require_subcommand(1)),
          exit_code_(exit_code) {}

    CLI::App* add(const char* name, const char* what, Command command) const {
        CLI::App* sub = parent_->add_subcommand(name, what);
        sub->add_option("--data", options->data, "Data directory")->capture_default_str();
        sub->callback([command, shared = options, &exit_code = exit_code_] {
            exit_code = command(*shared);
        });
        return sub;
    }

    /// Into which the options of all subcommands are read.
    const std::shared_ptr<Options> options = std::make_shared<Options>();

  private:
    CLI::App* parent_;
    int& exit_code_;
};

}  // namespace chaffinch::app
