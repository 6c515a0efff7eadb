// Rows of claims, skips and assignments. Called within a transaction; throws SqliteError.

#pragma once

#include "server/records/claim.h"
#include "server/store/sqlite/comment_rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite {

/// The claim in force at `now`; nullopt when there is none, or it was on another version.
std::optional<Claim> claim_on(Connection& db, std::int64_t comment, Timestamp now);

/// Whatever claim there was is replaced.
void put_claim(Connection& db, const CommentRow& row, const Claim& claim);
void drop_claim(Connection& db, std::int64_t comment);

/// Comments that the moderator holds at `now`, those claimed first first.
std::vector<std::int64_t> comments_held_by(
    Connection& db, const ModeratorId& moderator, Timestamp now
);

/// Has this moderator skipped the comment after `since`?
bool skipped_by(
    Connection& db, std::int64_t comment, const ModeratorId& moderator, Timestamp since
);

/// Notes that the moderator leaves the comment to others, now.
void put_skip(Connection& db, std::int64_t comment, const ModeratorId& moderator, Timestamp now);

/// Moderators who have skipped the comment.
int skips_of(Connection& db, std::int64_t comment);

std::optional<std::string> assigned_login(Connection& db, std::int64_t comment);

/// An empty login takes the assignment away.
void put_assignment(
    Connection& db,
    std::int64_t comment,
    const std::string& login,
    const ModeratorId& by,
    Timestamp at
);

}  // namespace chaffinch::store::sqlite
