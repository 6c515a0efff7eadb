// Which changes of status are legal: one table, asked by the store before it writes.

#pragma once

#include "server/records/comment_record.h"
#include "server/records/decision.h"

#include <optional>

namespace chaffinch {

/// The status a fresh verdict gives: approve -> published, hold -> held, reject -> rejected.
Status status_for(Outcome outcome);

/// The status after a judgement on a comment that stands at `from`; nullopt when the judgement is
/// not legal there (nothing may be decided on a withdrawn comment).
std::optional<Status> status_after(Status from, Judgement judgement);

}  // namespace chaffinch
