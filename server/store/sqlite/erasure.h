// Erasing one person, and the record that outlives a crash. Called within a transaction; throws
// SqliteError.
//
// Whatever refers to a comment or an author by the schema goes with him, also in a table that a
// later migration adds, unless the table is named as one that stays (erasure.cpp). Each such column
// has an index, or erasing would read whole tables (tests: schema_test).

#pragma once

#include "server/store/privacy.h"
#include "server/store/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chaffinch::store::sqlite {

void begin_erasure(Connection& db, const ErasureRecord& erasure);

Erased erase_comments(
    Connection& db,
    const DecisionId& erasure,
    const std::vector<std::int64_t>& comments,
    Timestamp at
);

/// Errors: not_found.
Result<ErasureRecord> finish_erasure(Connection& db, const DecisionId& erasure, Timestamp at);

std::vector<ErasureRecord> unfinished_erasures(Connection& db);
std::vector<ErasureRecord> list_erasures(
    Connection& db, const std::vector<SiteId>& sites, std::size_t most
);

/// Empties the texts of one comment and of what was made of it, its verdict's quotations included,
/// and takes its lessons out of force. Gives how many there were.
std::size_t forget_texts_of(Connection& db, std::int64_t comment, Timestamp at);

}  // namespace chaffinch::store::sqlite
