// From single rules to one rule set: references resolved, the late rules in order, patterns and
// words brought together a view.

#pragma once

#include "engine/rules/build_rule.h"
#include "engine/rules/load.h"
#include "engine/types/diagnostic.h"

#include <string>
#include <vector>

namespace chaffinch::rules {

/// Moves the rules into `set`: ids unique, groups and hits known, no rule that waits for itself.
void connect(std::vector<BuiltRule>& built, RuleSet::Compiled& set, Diagnostics& out);

/// Refuses a set whose patterns together are too many or too large, and names the largest rules.
void refuse_oversized(const RuleSet::Compiled& set, Diagnostics& out);

/// Fills what a scan needs (word indices, literals, guards) of a connected set.
void compile(RuleSet::Compiled& set);

/// Refuses rules that match more than a fifth of the ham sample and do not say confirm_broad.
void refuse_broad(const RuleSet::Compiled& set, Diagnostics& out);

/// "core@7+9f3c21ab"
std::string version_text(const RuleSet::Compiled& set, const std::vector<SourceFile>& sources);

}  // namespace chaffinch::rules
