// What readers and authors say against a comment's standing. Each act is meant to run inside one
// transaction of the writer; an Error means that nothing changed. Throw SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/store/lifecycle.h"
#include "server/store/sqlite/connection.h"

namespace chaffinch::store::sqlite {

Result<ReportReceipt> report(Connection& db, const NewReport& report);

Result<AppealRecord> appeal(Connection& db, const NewAppeal& appeal);

}  // namespace chaffinch::store::sqlite
