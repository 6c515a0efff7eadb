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

/// Whether a comment stands in the queue: what is held, what is published though readers reported
/// it, and what is rejected though its author appeals.
bool waits_for_person(Status status, bool reported, bool appealed);

/// Who decided on a comment last: only the engine, or a person, and which way.
enum class LastWord : std::uint8_t { engine, person_approved, person_rejected };

/// The status after the author's edit of a comment that stands at `from`, whose new text gets
/// `outcome`. `harmless`: the new text brings no evidence that the text a person read did not have.
///
/// What waits for a person goes on waiting. What a person approved stays published by a harmless
/// edit and waits again after any other; what a person rejected stays so, because an appeal is the
/// way to another opinion. Without a person's word the verdict decides, except that no edit brings
/// a rejected comment further than to a person: else a spammer would edit until it passes.
/// nullopt: a withdrawn comment cannot be edited.
std::optional<Status> status_after_edit(
    Status from, Outcome outcome, LastWord last_word, bool harmless
);

}  // namespace chaffinch
