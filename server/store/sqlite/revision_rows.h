// Earlier texts of comments. Called within a transaction; throws SqliteError.

#pragma once

#include "server/records/revision.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace chaffinch::store::sqlite {

/// Keeps the text in force as a revision, because `at` it is replaced.
void keep_revision(Connection& db, const CommentRow& row, Timestamp at);

/// Oldest first.
std::vector<RevisionRecord> revisions_on(Connection& db, const CommentId& comment);

/// The record with text, format, author's name and website, and verdict of an earlier revision, or
/// as it is when `revision` is the one in force. nullopt when there is no such revision.
std::optional<CommentRecord> at_revision(Connection& db, const CommentRow& row, int revision);

/// The number of the revision that was in force at a version of the comment.
int revision_at_version(Connection& db, const CommentRow& row, std::int64_t version);

}  // namespace chaffinch::store::sqlite
