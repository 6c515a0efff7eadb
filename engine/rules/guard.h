// Guards: which leaves can make a rule true, so that rules are looked at only when one of them may.
//
// Most rules ask for a word or a pattern that the comment does not hold. The scan says which such
// leaves are not known to be false; a rule none of whose guards is among them cannot fire.

#pragma once

#include "engine/rules/condition.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace chaffinch::rules {

/// Leaves of which one must be true for the condition to be true, all of them `guarding` (false
/// unless the scan says otherwise); nullopt when there is no such set. Of several sets the one that
/// ordinary comments wake least: `uses[leaf]` counts them.
std::optional<std::vector<std::uint32_t>> guards_of(
    const Condition& condition,
    const std::function<bool(std::uint32_t)>& guarding,
    const std::vector<std::uint32_t>& uses
);

}  // namespace chaffinch::rules
