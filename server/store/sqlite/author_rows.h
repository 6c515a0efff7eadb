// Authors and what moderators say of them. Called within a transaction; throws SqliteError.

#pragma once

#include "server/store/authors.h"
#include "server/store/reviews.h"
#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/connection.h"

#include <cstddef>
#include <optional>
#include <string>

namespace chaffinch::store::sqlite {

/// The public id of an author's row; empty for a comment without one.
std::string author_id(const std::optional<std::int64_t>& row);

Result<AuthorRecord> author_record(Connection& db, const AuthorQuery& query);

Result<TakenAlong> count_taken(Connection& db, const NewStanding& standing);

Result<StandingRecord> set_standing(Connection& db, const NewStanding& standing);

TakenAlong take_along(Connection& db, const NewStanding& standing, std::size_t most);

enum class StandingUndo { none, undone, superseded };

/// Takes back the standing that was set under the id, with its event: the one before is in force
/// again. `superseded`: a newer one stands, and nothing was changed. `none`: there is none that the
/// caller could take back.
StandingUndo undo_standing(Connection& db, const Undo& undo);

}  // namespace chaffinch::store::sqlite
