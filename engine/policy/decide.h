// decide() turns the signals found in one comment into one verdict; admit() answers early for the
// few comments that need no judging.
//
// All are pure. Raising a score never makes the outcome milder, and the order of the signals does
// not matter (tests/engine/policy/decide_property_test.cpp). Order of precedence:
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

/// Judges all signals at once. `policy` is the one in force under the article (effective()).
///
/// - Signals in shadow mode are kept as evidence and do not count.
/// - With no signal at all the outcome is `approve` (every sensible hold_at is above 0).
/// - The classifier scores and never acts: an action on one of its signals is ignored.
/// - A live policy.engine_fault holds, whatever its action says and whatever an allow rule says.
/// - A score alone rejects only when at least one point of it does not come from the classifier.
/// - `reasons` has one entry a reason, its points summed after caps. Reasons whose signals
/// escalate,
///   hold or reject stand first in that order (policy.* reasons excepted, which say nothing of the
///   comment), then by score. A reason without points is only listed when it acts.
/// - `discard` is only set with `reject`, from Policy::discard_at on, without a safety or privacy
///   reason.
Verdict decide(Signals signals, const Policy& policy);

/// A verdict when the comment is not to be judged by its content: closed article, banned author.
/// Such a verdict is a rejection (closed, banned), never an approval. An edit of a comment under an
/// article that has closed meanwhile is closed as well. An article whose age is unknown (no
/// `published_at` or no Facts::now) is not closed by close_after_days.
std::optional<Verdict> admit(const Comment& comment, const Facts& facts, const Policy& policy);

/// Signals that policy itself adds before deciding: premoderation, first comment, author on hold,
/// more links than the article allows. `links` is the number of links in the body as engine/text
/// counted them. `policy` is the one in force under the article (effective()).
Signals policy_signals(const Comment& comment, const Facts& facts, const Policy& policy, int links);

}  // namespace chaffinch::policy
