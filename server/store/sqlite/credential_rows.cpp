// Credentials in the database.

#include "server/store/sqlite/credential_rows.h"

#include "server/store/credentials.h"
#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/stored_names.h"

namespace chaffinch::store::sqlite {

namespace {

std::int64_t operators_left(Connection& db) {
    Statement row =
        db.query("SELECT count(*) FROM moderators WHERE role = 'operator' AND disabled = 0");
    row.step();
    return row.integer();
}

Result<void> replace_sites(Connection& db, std::int64_t pk, const std::vector<SiteId>& sites) {
    std::vector<std::int64_t> keys;
    for (const SiteId& id : sites) {
        const auto site = find_site(db, id);
        if (!site) return Error{Errc::not_found, "there is no site '" + id.value + "'"};
        keys.push_back(*site);
    }
    db.run("DELETE FROM moderator_sites WHERE moderator = ?", pk);
    for (const std::int64_t site : keys) {
        db.run("INSERT OR IGNORE INTO moderator_sites (moderator, site) VALUES (?, ?)", pk, site);
    }
    return {};
}

bool would_end_the_last_operator(
    Connection& db, const Moderator& before, const ModeratorChange& change
) {
    const bool was = before.role == Role::op && !before.disabled;
    const bool stays =
        change.role.value_or(before.role) == Role::op && !change.disabled.value_or(before.disabled);
    return was && !stays && operators_left(db) == 1;
}

PersonalToken read_token(Statement& row) {
    PersonalToken token;
    token.id = row.text();
    token.moderator.value = row.text();
    token.name = row.text();
    token.scope = row.text() == "decide" ? TokenScope::decide : TokenScope::read;
    row.blob(token.secret_hash);
    token.created_at = row.time();
    token.last_used_at = row.optional_time();
    token.expires_at = row.optional_time();
    token.revoked_at = row.optional_time();
    return token;
}

}  // namespace

Result<Moderator> update_moderator(
    Connection& db, const ModeratorId& id, const ModeratorChange& change
) {
    const auto before = find_moderator_row_by_id(db, id);
    if (!before) return no_such_moderator(id);
    if (would_end_the_last_operator(db, *before, change)) {
        return Error{Errc::conflict, "this is the last operator who can log in"};
    }
    const std::int64_t pk = *moderator_pk(db, id);
    if (change.sites) {
        if (const auto done = replace_sites(db, pk, *change.sites); !done) return done.error();
    }
    db.run(
        "UPDATE moderators SET role = ?, disabled = ?, password_hash = ? WHERE pk = ?",
        name(change.role.value_or(before->role)),
        change.disabled.value_or(before->disabled),
        change.password_hash.value_or(before->password_hash),
        pk
    );
    if (change.disabled.value_or(false) || change.password_hash) {
        db.run("DELETE FROM sessions WHERE moderator = ?", pk);
    }
    if (change.remove_second_factor) delete_second_factor(db, id);
    return *find_moderator_row_by_id(db, id);
}

Result<void> replace_own_password(
    Connection& db,
    const ModeratorId& id,
    const std::string& password_hash,
    const SecretHash& session_kept
) {
    const auto pk = moderator_pk(db, id);
    if (!pk) return no_such_moderator(id);
    db.run("UPDATE moderators SET password_hash = ? WHERE pk = ?", password_hash, *pk);
    db.run("DELETE FROM sessions WHERE moderator = ? AND id_hash <> ?", *pk, Bytes(session_kept));
    return {};
}

Result<void> insert_token(Connection& db, const PersonalToken& token) {
    const auto pk = moderator_pk(db, token.moderator);
    if (!pk) return no_such_moderator(token.moderator);
    Statement in_force = db.query(
        "SELECT count(*) FROM personal_tokens WHERE moderator = ? AND revoked_at IS NULL"
        " AND (expires_at IS NULL OR expires_at > ?)",
        *pk,
        token.created_at
    );
    in_force.step();
    if (in_force.integer() >= static_cast<std::int64_t>(most_tokens)) {
        return Error{Errc::conflict, "you have 20 tokens; revoke one that you no longer use"};
    }
    db.run(
        "INSERT INTO personal_tokens (id, moderator, name, scope, secret_hash, created_at,"
        " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        token.id,
        *pk,
        token.name,
        token.scope == TokenScope::decide ? "decide" : "read",
        Bytes(token.secret_hash),
        token.created_at,
        token.expires_at
    );
    return {};
}

std::vector<PersonalToken> tokens_of_moderator(Connection& db, const ModeratorId& moderator) {
    Statement row = db.query(
        "SELECT t.id, m.id, t.name, t.scope, t.secret_hash, t.created_at, t.last_used_at,"
        " t.expires_at, t.revoked_at FROM personal_tokens AS t"
        " JOIN moderators AS m ON m.pk = t.moderator WHERE m.id = ?"
        " ORDER BY t.created_at DESC, t.id LIMIT 100",
        moderator
    );
    std::vector<PersonalToken> tokens;
    while (row.step()) tokens.push_back(read_token(row));
    return tokens;
}

std::optional<std::pair<PersonalToken, Moderator>> find_token_row(
    Connection& db, const std::string& id
) {
    std::optional<PersonalToken> token;
    {
        Statement row = db.query(
            "SELECT t.id, m.id, t.name, t.scope, t.secret_hash, t.created_at, t.last_used_at,"
            " t.expires_at, t.revoked_at FROM personal_tokens AS t"
            " JOIN moderators AS m ON m.pk = t.moderator WHERE t.id = ?",
            id
        );
        if (!row.step()) return std::nullopt;
        token = read_token(row);
    }
    auto owner = find_moderator_row_by_id(db, token->moderator);
    if (!owner) return std::nullopt;
    return std::pair{*std::move(token), *std::move(owner)};
}

void note_token_used(Connection& db, const std::string& id, Timestamp now) {
    db.run("UPDATE personal_tokens SET last_used_at = ? WHERE id = ?", now, id);
}

Result<void> end_token(
    Connection& db, const ModeratorId& owner, const std::string& id, Timestamp now
) {
    db.run(
        "UPDATE personal_tokens SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?"
        " AND moderator = (SELECT pk FROM moderators WHERE id = ?)",
        now,
        id,
        owner
    );
    if (db.changed_rows() == 0) return Error{Errc::not_found, "there is no token '" + id + "'"};
    return {};
}

std::optional<SecondFactor> find_second_factor(Connection& db, const ModeratorId& moderator) {
    Statement row = db.query(
        "SELECT f.secret, f.active, f.last_step FROM second_factors AS f"
        " JOIN moderators AS m ON m.pk = f.moderator WHERE m.id = ?",
        moderator
    );
    if (!row.step()) return std::nullopt;
    SecondFactor factor;
    row.blob(factor.secret);
    factor.active = row.boolean();
    factor.last_step = row.integer();
    return factor;
}

Result<void> insert_second_factor(
    Connection& db, const ModeratorId& moderator, const SealedTotpSecret& secret
) {
    const auto pk = moderator_pk(db, moderator);
    if (!pk) return no_such_moderator(moderator);
    const auto before = find_second_factor(db, moderator);
    if (before && before->active) {
        return Error{
            Errc::conflict, "a second factor is in force; end it before you begin another"
        };
    }
    db.run(
        "INSERT OR REPLACE INTO second_factors (moderator, secret, active, last_step)"
        " VALUES (?, ?, 0, 0)",
        *pk,
        Bytes(secret)
    );
    return {};
}

Result<void> put_second_factor_in_force(
    Connection& db,
    const ModeratorId& moderator,
    std::int64_t step,
    const std::vector<SecretHash>& recovery_codes
) {
    const auto pk = moderator_pk(db, moderator);
    if (!pk) return no_such_moderator(moderator);
    db.run(
        "UPDATE second_factors SET active = 1, last_step = ? WHERE moderator = ? AND active = 0",
        step,
        *pk
    );
    if (db.changed_rows() == 0) {
        return Error{Errc::conflict, "no second factor waits for its first code"};
    }
    db.run("DELETE FROM recovery_codes WHERE moderator = ?", *pk);
    for (const SecretHash& hash : recovery_codes) {
        db.run("INSERT INTO recovery_codes (moderator, hash) VALUES (?, ?)", *pk, Bytes(hash));
    }
    return {};
}

bool advance_step(Connection& db, const ModeratorId& moderator, std::int64_t step) {
    db.run(
        "UPDATE second_factors SET last_step = ?1 WHERE last_step < ?1 AND active = 1"
        " AND moderator = (SELECT pk FROM moderators WHERE id = ?2)",
        step,
        moderator
    );
    return db.changed_rows() == 1;
}

bool use_recovery_code(
    Connection& db, const ModeratorId& moderator, const SecretHash& hash, Timestamp now
) {
    db.run(
        "UPDATE recovery_codes SET used_at = ? WHERE hash = ? AND used_at IS NULL"
        " AND moderator = (SELECT pk FROM moderators WHERE id = ?)",
        now,
        Bytes(hash),
        moderator
    );
    return db.changed_rows() == 1;
}

void delete_second_factor(Connection& db, const ModeratorId& moderator) {
    const auto pk = moderator_pk(db, moderator);
    if (!pk) return;
    db.run("DELETE FROM recovery_codes WHERE moderator = ?", *pk);
    db.run("DELETE FROM second_factors WHERE moderator = ?", *pk);
}

}  // namespace chaffinch::store::sqlite
