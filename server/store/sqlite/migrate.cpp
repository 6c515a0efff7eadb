// Applies migrations; each sets user_version in the transaction that changes the schema.

#include "server/store/sqlite/migrate.h"

#include <string>

namespace chaffinch::store::sqlite {

namespace {

/// "Chff" in PRAGMA application_id: tells our file from any other SQLite file.
constexpr std::int64_t our_application_id = 0x43686666;

std::int64_t single_integer(Connection& db, Sql sql) {
    Statement row = db.query(sql);
    row.step();
    return row.integer();
}

void apply(Connection& db, const Migration& migration) {
    db.execute("BEGIN IMMEDIATE");
    try {
        db.execute(migration.sql);
        // PRAGMA takes no parameters; the number is ours.
        db.execute("PRAGMA user_version = " + std::to_string(migration.number));
        db.execute("PRAGMA application_id = " + std::to_string(our_application_id));
        db.execute("COMMIT");
    } catch (...) {
        db.rollback();
        throw;
    }
}

}  // namespace

Result<void> check_owner(Connection& db, std::span<const Migration> known) {
    const std::int64_t version = single_integer(db, "PRAGMA user_version");
    const std::int64_t owner = single_integer(db, "PRAGMA application_id");
    const std::int64_t tables = single_integer(db, "SELECT count(*) FROM sqlite_schema");
    const std::int64_t newest = known.empty() ? 0 : known.back().number;
    if (tables > 0 && owner != our_application_id) {
        return Error{Errc::malformed, "the file is an SQLite database, but not one of Chaffinch"};
    }
    if (version > newest) {
        return Error{
            Errc::unsupported,
            "the data were written by a newer version of Chaffinch (schema " +
                std::to_string(version) + ", this program knows " + std::to_string(newest) +
                "); start that version, or restore a backup made before the update"
        };
    }
    return {};
}

Result<void> migrate(Connection& db, std::span<const Migration> known) {
    if (auto ours = check_owner(db, known); !ours) return ours;
    const std::int64_t version = single_integer(db, "PRAGMA user_version");
    for (const Migration& migration : known) {
        if (migration.number > version) apply(db, migration);
    }
    return {};
}

}  // namespace chaffinch::store::sqlite
