// explain(): why a rule fired or did not, node by node.

#pragma once

#include "engine/rules/condition.h"
#include "engine/rules/inputs.h"
#include "engine/rules/rule_set.h"

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

/// One condition with its truth. A leaf says what was asked, where it matched and, for values,
/// what the value was.
struct ExplainedCondition {
    std::string label{};  ///< "all", "at_least 2", "text words [casino, slot]"
    Tri truth = Tri::unknown;
    std::string value{};                 ///< "3", "true", "unknown"; empty for running text
    std::vector<std::string> matched{};  ///< the bytes behind `spans`, as sent
    std::vector<Span> spans{};
    std::vector<ExplainedCondition> parts{};
};

struct ExplainedRule {
    std::string id{};
    int rev = 1;
    bool composite = false;
    std::string description{};
    std::string effect{};  ///< "spam.promotion +3.5", "spam.pharma reject"
    bool fired = false;
    std::string silent_because{};  ///< true, and yet silent: "mode off", "author is exempt" ...
    ExplainedCondition when{};
};

/// Every rule of the set in order of id, or the one called `only`. `signals` are those that
/// combine() would see, for conditions on other rules; shadow rules are explained as if on.
std::vector<ExplainedRule> explain(
    const RuleSet& rules, const Inputs& inputs, const Signals& signals, std::string_view only = {}
);

}  // namespace chaffinch::rules
