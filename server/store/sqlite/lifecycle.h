// What authors do with their comments once they are stored. Each act is meant to run inside one
// transaction of the writer; an Error means that nothing changed. Throw SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/store/lifecycle.h"
#include "server/store/sqlite/connection.h"

namespace chaffinch::store::sqlite {

Result<EditableComment> editable_comment(Connection& db, const SiteId& site, const CommentId& id);

Result<void> edit(Connection& db, const NewRevision& revision);

Result<CommentRecord> withdraw(Connection& db, const Withdrawal& withdrawal);

}  // namespace chaffinch::store::sqlite
