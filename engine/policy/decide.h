// decide() turns the signals found in one comment into one verdict; admit() answers early for the
// few comments that need no judging.
//
// Both are pure. Raising a score never makes the outcome milder
// (tests/engine/policy/decide_property_test.cpp). Order of precedence:
//   escalate > hold action > allow > reject action > thresholds on the capped total,
// and safety.* and privacy.* reasons are never rejected: a person sees such a comment first.
// allow outranks scores and reject actions, never safety.*, privacy.* or abuse.threat.

#pragma once

#include "engine/policy/policy.h"
#include "engine/types/comment.h"
#include "engine/types/facts.h"
#include "engine/types/verdict.h"

#include <optional>

namespace chaffinch::policy {

/// Judges all signals at once. Signals in shadow mode are kept as evidence and do not count.
/// With no signal at all the outcome is `approve`.
Verdict decide(Signals signals, const Policy& policy);

/// A verdict when the comment is not to be judged by its content: closed article, banned author.
/// Such a verdict is a rejection (closed, banned), never an approval.
std::optional<Verdict> admit(const Comment& comment, const Facts& facts, const Policy& policy);

/// Signals that policy itself adds before deciding: premoderation, first comment, author on hold.
Signals policy_signals(const Comment& comment, const Facts& facts, const Policy& policy);

}  // namespace chaffinch::policy
