// `rules explain`: the condition tree of rules for one comment, for a terminal.

#pragma once

#include "engine/rules/rule_set.h"

#include <ostream>
#include <string>

namespace chaffinch::commands {

struct ExplainRequest {
    std::string text{};
    std::string rule{};  ///< empty: every rule that fires
    std::string author{};
    std::string author_url{};
    std::string title{};
    bool colour = false;  ///< colours even when standard output is no terminal
};

/// 0; 1 when the named rule does not exist.
int print_explanation(
    const rules::RuleSet& rules, const ExplainRequest& request, std::ostream& out
);

}  // namespace chaffinch::commands
