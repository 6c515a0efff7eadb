// Finding and forgetting what is past its term. Called within a transaction; throws SqliteError.

#pragma once

#include "server/store/privacy.h"
#include "server/store/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace chaffinch::store::sqlite {

/// Rows that one call of the two searches looks at: some ten milliseconds of a reader.
constexpr std::int64_t most_rows_past_term = 20'000;

TextsPastTerm texts_past_term(
    Connection& db, const TextTerm& term, const TextsPastTerm& after, std::size_t most
);

Forgotten forget_texts(
    Connection& db, const TextTerm& term, const std::vector<std::int64_t>& comments, Timestamp at
);

TracesPastTerm traces_past_term(
    Connection& db,
    const SiteSelection& sites,
    Trace trace,
    Timestamp before,
    std::optional<std::int64_t> after,
    std::size_t most
);

Forgotten replace_traces(
    Connection& db,
    const SiteSelection& sites,
    Trace trace,
    const std::vector<TraceRow>& rows,
    std::int64_t mark
);

Forgotten forget_sessions(Connection& db, Timestamp before);

}  // namespace chaffinch::store::sqlite
