// Identities in the database.

#include "server/store/sqlite/identity_rows.h"

#include "server/store/identities.h"
#include "server/store/sqlite/account_rows.h"

namespace chaffinch::store::sqlite {

namespace {

Error not_linked() {
    return {Errc::not_found, "this account is not linked to a provider"};
}

std::optional<ModeratorId> owner_by_subject(
    Connection& db, const std::string& issuer, const std::string& subject
) {
    Statement row = db.query(
        "SELECT m.id FROM moderator_identities AS i JOIN moderators AS m ON m.pk = i.moderator"
        " WHERE i.issuer = ? AND i.subject = ?",
        issuer,
        subject
    );
    if (!row.step()) return std::nullopt;
    return ModeratorId{row.text()};
}

/// Of a link that waits for its first log-in.
std::optional<ModeratorId> owner_by_email(
    Connection& db, const std::string& issuer, const std::string& email
) {
    Statement row = db.query(
        "SELECT m.id FROM moderator_identities AS i JOIN moderators AS m ON m.pk = i.moderator"
        " WHERE i.issuer = ? AND i.email = ? AND i.subject IS NULL",
        issuer,
        email
    );
    if (!row.step()) return std::nullopt;
    return ModeratorId{row.text()};
}

bool is_taken(Connection& db, const ModeratorId& moderator, const LinkedIdentity& identity) {
    const auto owner = identity.subject ? owner_by_subject(db, identity.issuer, *identity.subject)
                                        : owner_by_email(db, identity.issuer, *identity.email);
    return owner && *owner != moderator;
}

void insert_identity(Connection& db, std::int64_t moderator, const LinkedIdentity& identity) {
    db.run(
        "INSERT OR REPLACE INTO moderator_identities"
        " (moderator, issuer, subject, email, linked_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?)",
        moderator,
        identity.issuer,
        identity.subject,
        identity.email,
        identity.linked_at,
        identity.last_used_at
    );
}

std::int64_t newcomers(Connection& db) {
    Statement row = db.query(
        "SELECT count(*) FROM moderators AS m JOIN moderator_identities AS i ON i.moderator = m.pk"
        " WHERE m.disabled = 1 AND m.password_hash = ''"
    );
    row.step();
    return row.integer();
}

}  // namespace

std::optional<Moderator> settle_identity_row(
    Connection& db, const ProvenIdentity& identity, Timestamp now
) {
    auto owner = owner_by_subject(db, identity.issuer, identity.subject);
    if (!owner && identity.verified_email) {
        owner = owner_by_email(db, identity.issuer, *identity.verified_email);
    }
    if (!owner) return std::nullopt;
    db.run(
        "UPDATE moderator_identities SET subject = ?, last_used_at = ? WHERE moderator = ?",
        identity.subject,
        now,
        *moderator_pk(db, *owner)
    );
    return find_moderator_row_by_id(db, *owner);
}

Result<void> put_identity(
    Connection& db, const ModeratorId& moderator, const LinkedIdentity& identity
) {
    const auto pk = moderator_pk(db, moderator);
    if (!pk) return no_such_moderator(moderator);
    if (is_taken(db, moderator, identity)) {
        return Error{Errc::conflict, "this identity is linked to another account"};
    }
    insert_identity(db, *pk, identity);
    db.run("DELETE FROM sessions WHERE moderator = ?", *pk);
    return {};
}

Result<void> put_own_identity(
    Connection& db, const SecretHash& session, const LinkedIdentity& identity
) {
    const auto open = find_session_row(db, session);
    if (!open || open->second.disabled) {
        return Error{Errc::unauthenticated, "the session is over"};
    }
    const ModeratorId& moderator = open->second.id;
    if (is_taken(db, moderator, identity)) {
        return Error{Errc::conflict, "this identity is linked to another account"};
    }
    insert_identity(db, *moderator_pk(db, moderator), identity);
    return {};
}

Result<void> delete_own_identity(
    Connection& db, const ModeratorId& moderator, const SecretHash& session_kept
) {
    const auto account = find_moderator_row_by_id(db, moderator);
    if (!account) return no_such_moderator(moderator);
    if (!find_identity(db, moderator)) return not_linked();
    if (account->password_hash.empty()) return only_way_in();
    const std::int64_t pk = *moderator_pk(db, moderator);
    db.run("DELETE FROM moderator_identities WHERE moderator = ?", pk);
    db.run("DELETE FROM sessions WHERE moderator = ? AND id_hash <> ?", pk, Bytes(session_kept));
    return {};
}

Result<void> delete_identity(Connection& db, const ModeratorId& moderator) {
    const auto pk = moderator_pk(db, moderator);
    if (!pk) return no_such_moderator(moderator);
    if (!find_identity(db, moderator)) return not_linked();
    db.run("DELETE FROM moderator_identities WHERE moderator = ?", *pk);
    db.run("DELETE FROM sessions WHERE moderator = ?", *pk);
    return {};
}

std::optional<LinkedIdentity> find_identity(Connection& db, const ModeratorId& moderator) {
    Statement row = db.query(
        "SELECT i.issuer, i.subject, i.email, i.linked_at, i.last_used_at"
        " FROM moderator_identities AS i JOIN moderators AS m ON m.pk = i.moderator WHERE m.id = ?",
        moderator
    );
    if (!row.step()) return std::nullopt;
    LinkedIdentity found;
    found.issuer = row.text();
    found.subject = row.optional_text();
    found.email = row.optional_text();
    found.linked_at = row.time();
    found.last_used_at = row.optional_time();
    return found;
}

Result<void> insert_newcomer(
    Connection& db, const Moderator& moderator, const LinkedIdentity& identity
) {
    if (newcomers(db) >= static_cast<std::int64_t>(most_newcomers)) {
        return Error{Errc::overloaded, "too many new accounts wait for an admin"};
    }
    if (is_taken(db, moderator.id, identity)) {
        return Error{Errc::conflict, "this identity is linked to another account"};
    }
    if (const auto added = insert_moderator(db, moderator); !added) return added.error();
    insert_identity(db, *moderator_pk(db, moderator.id), identity);
    return {};
}

}  // namespace chaffinch::store::sqlite
