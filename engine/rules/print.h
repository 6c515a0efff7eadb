// print(): the effective rule set as YAML, overlays applied.

#pragma once

#include "engine/rules/rule_set.h"

#include <string>

namespace chaffinch::rules {

/// Rules and composites in order of id, with where each comes from; without their tests. Lists are
/// named, not written out.
std::string print(const RuleSet& rules);

}  // namespace chaffinch::rules
