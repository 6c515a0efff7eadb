// The JSON form of a verdict, as the native door and `chaffinch check` print it.

#pragma once

#include "engine/types/verdict.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::wire {

/// `reasons`: codes and texts only, without weights: what a site key sees by default, since a
/// public score is an oracle for attackers. `full`: everything, for moderators and offline use.
enum class VerdictDetail { reasons, full };

/// Adds outcome, escalated, discard, reasons and provenance to `out`; with full detail also score,
/// classifier probabilities and signals.
void encode_verdict(const Verdict& verdict, VerdictDetail detail, boost::json::object& out);

}  // namespace chaffinch::wire
