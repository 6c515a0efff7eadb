// Brings a database file to the schema of this program: numbered SQL, forwards only.

#pragma once

#include "engine/types/result.h"
#include "server/store/sqlite/connection.h"

#include <span>

namespace chaffinch::store::sqlite {

struct Migration {
    int number;        ///< 1, 2, 3, ... without gaps; becomes PRAGMA user_version
    const char* name;  ///< of the file it came from
    const char* sql;
};

/// All migrations this program knows, in order. Made at build time from migrations/*.sql.
std::span<const Migration> migrations();

/// Whether the file may be opened by this program. An empty one may. Errors: unsupported
/// (user_version is newer than ours), malformed (the file belongs to another program). Throws
/// SqliteError when it cannot be read.
Result<void> check_owner(Connection& db, std::span<const Migration> known = migrations());

/// Applies what is missing, one transaction a migration, so that a crash leaves the old schema or
/// the new one. Errors: those of check_owner(). Throws SqliteError when the file cannot be read or
/// written.
Result<void> migrate(Connection& db, std::span<const Migration> known = migrations());

}  // namespace chaffinch::store::sqlite
