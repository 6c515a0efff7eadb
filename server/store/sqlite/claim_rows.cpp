// Claims, skips and assignments in the database.

#include "server/store/sqlite/claim_rows.h"

namespace chaffinch::store::sqlite {

std::optional<Claim> claim_on(Connection& db, std::int64_t comment, Timestamp now) {
    Statement row = db.query(
        "SELECT c.moderator, c.moderator_login, c.until FROM claims AS c"
        " JOIN comments AS k ON k.pk = c.comment"
        " WHERE c.comment = ? AND c.until > ? AND c.version = k.version",
        comment,
        now
    );
    if (!row.step()) return std::nullopt;
    Claim claim;
    claim.moderator.value = row.text();
    claim.moderator_login = row.text();
    claim.until = row.time();
    return claim;
}

void put_claim(Connection& db, const CommentRow& row, const Claim& claim) {
    db.run(
        "INSERT INTO claims (comment, version, moderator, moderator_login, until)"
        " VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (comment) DO UPDATE SET version = excluded.version,"
        " moderator = excluded.moderator, moderator_login = excluded.moderator_login,"
        " until = excluded.until",
        row.pk,
        row.record.version,
        claim.moderator,
        claim.moderator_login,
        claim.until
    );
}

void drop_claim(Connection& db, std::int64_t comment) {
    db.run("DELETE FROM claims WHERE comment = ?", comment);
}

std::vector<std::int64_t> comments_held_by(
    Connection& db, const ModeratorId& moderator, Timestamp now
) {
    Statement row = db.query(
        "SELECT c.comment FROM claims AS c JOIN comments AS k ON k.pk = c.comment"
        " WHERE c.moderator = ? AND c.until > ? AND c.version = k.version"
        " ORDER BY c.until, c.comment",
        moderator,
        now
    );
    std::vector<std::int64_t> found;
    while (row.step()) found.push_back(row.integer());
    return found;
}

bool skipped_by(
    Connection& db, std::int64_t comment, const ModeratorId& moderator, Timestamp since
) {
    return db
        .query(
            "SELECT 1 FROM skips WHERE comment = ? AND moderator = ? AND at > ?",
            comment,
            moderator,
            since
        )
        .step();
}

void put_skip(Connection& db, std::int64_t comment, const ModeratorId& moderator, Timestamp now) {
    db.run(
        "INSERT INTO skips (comment, moderator, at) VALUES (?, ?, ?)"
        " ON CONFLICT (comment, moderator) DO UPDATE SET at = excluded.at",
        comment,
        moderator,
        now
    );
}

int skips_of(Connection& db, std::int64_t comment) {
    Statement row = db.query("SELECT count(*) FROM skips WHERE comment = ?", comment);
    row.step();
    return row.small_integer();
}

std::optional<std::string> assigned_login(Connection& db, std::int64_t comment) {
    Statement row = db.query("SELECT moderator_login FROM assignments WHERE comment = ?", comment);
    if (!row.step()) return std::nullopt;
    return row.text();
}

void put_assignment(
    Connection& db,
    std::int64_t comment,
    const std::string& login,
    const ModeratorId& by,
    Timestamp at
) {
    if (login.empty()) {
        db.run("DELETE FROM assignments WHERE comment = ?", comment);
        return;
    }
    db.run(
        "INSERT INTO assignments (comment, moderator_login, assigned_by, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (comment) DO UPDATE SET moderator_login = excluded.moderator_login,"
        " assigned_by = excluded.assigned_by, at = excluded.at",
        comment,
        login,
        by,
        at
    );
}

}  // namespace chaffinch::store::sqlite
