// Decided comments by parts of their fingerprints (table decided_parts): how moderators decided on
// texts like this one. Called within a transaction; throws SqliteError.

#pragma once

#include "server/store/cards.h"
#include "server/store/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chaffinch::store::sqlite {

/// To be called for each comment that a moderator approves or rejects. Again is not an error.
void remember_decided(Connection& db, std::int64_t comment);

/// What was decided on this comment is no longer found by its text.
void forget_decided(Connection& db, std::int64_t comment);

/// Other comments of the same site with a moderator's approval or rejection in force, the most
/// alike first, then the newest. At most `most`, at least half alike. Texts that are too short for
/// hashes find equal ones only.
std::vector<SimilarDecision> similar_decisions(
    Connection& db, std::int64_t comment, std::size_t most
);

}  // namespace chaffinch::store::sqlite
