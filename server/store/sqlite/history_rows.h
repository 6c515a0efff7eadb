// The decision log, searched newest first. Throws SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/store/audit.h"
#include "server/store/sqlite/connection.h"

namespace chaffinch::store::sqlite {

/// Rows looked at for one page of one site, whatever the filters let through: some 50 ms.
constexpr std::size_t most_rows_looked_at = 20'000;

Result<HistoryPage> history_page(
    Connection& db, const HistoryQuery& query, std::size_t look_at = most_rows_looked_at
);

}  // namespace chaffinch::store::sqlite
