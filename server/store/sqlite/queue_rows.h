// The lists of held comments: entering, leaving, and reading a page of one.

#pragma once

#include "engine/types/result.h"
#include "server/store/reviews.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/report_rows.h"

namespace chaffinch::store::sqlite {

/// Puts a comment that waits for a person into its lists and counts it.
void enter_queue(Connection& db, const CommentRow& row, const QueueMarks& marks = {});

/// Takes a comment out of all its lists. Not an error when it stands in none.
void leave_queue(Connection& db, std::int64_t comment);

/// Leaves, and enters again when the comment waits for a person: after any change of status,
/// escalation, reports or appeals.
void requeue(Connection& db, const CommentRow& row);

/// Errors: invalid (a cursor that is not ours or was made for another order).
Result<QueuePage> queue_page(Connection& db, const QueueQuery& query);

/// How long the lists are, over `sites` (empty: all).
QueueCounts count_queue(
    Connection& db,
    const std::vector<SiteId>& sites,
    const ModeratorId& moderator,
    const std::string& login,
    Timestamp now
);

/// Whether the comment waits for a person, for whatever reason.
bool is_queued(Connection& db, std::int64_t comment);

/// `now`: claims that ended before are none.
QueueItem queue_item(Connection& db, const CommentRow& row, Timestamp now);

}  // namespace chaffinch::store::sqlite
