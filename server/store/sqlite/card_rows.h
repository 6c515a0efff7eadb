// What stands on a card besides the comment itself. Called within a transaction; throws
// SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/store/cards.h"
#include "server/store/sqlite/comment_rows.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace chaffinch::store::sqlite {

std::optional<CardComment> card_comment(Connection& db, std::int64_t pk);

/// Everything, for a comment of the sites (empty: all). Errors: not_found.
Result<ReviewCard> review_card(
    Connection& db, const CommentId& comment, const std::vector<SiteId>& sites, Timestamp now
);

/// Errors: see CardStore::add_note.
Result<Note> add_note(Connection& db, const NewNote& note);

}  // namespace chaffinch::store::sqlite
