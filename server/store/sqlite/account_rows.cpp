// Accounts in the database.

#include "server/store/sqlite/account_rows.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/stored_names.h"

namespace chaffinch::store::sqlite {

namespace {

Site read_site(Statement& row) {
    Site site;
    site.id.value = row.text();
    site.name = row.text();
    site.created_at = row.time();
    site.signals_for_site = row.boolean();
    site.akismet.hold = hold_answer_from(row.text());
    site.akismet.feedback_decides = row.boolean();
    return site;
}

std::vector<SiteId> sites_of_moderator(Connection& db, std::int64_t moderator) {
    Statement row = db.query(
        "SELECT s.id FROM moderator_sites AS m JOIN sites AS s ON s.pk = m.site"
        " WHERE m.moderator = ? ORDER BY m.site",
        moderator
    );
    std::vector<SiteId> sites;
    while (row.step()) sites.push_back(SiteId{row.text()});
    return sites;
}

bool has_active_second_factor(Connection& db, std::int64_t moderator) {
    Statement row =
        db.query("SELECT 1 FROM second_factors WHERE moderator = ? AND active = 1", moderator);
    return row.step();
}

Moderator read_moderator(Connection& db, Statement& row) {
    const std::int64_t pk = row.integer();
    Moderator moderator;
    moderator.id.value = row.text();
    moderator.login = row.text();
    moderator.role = role_from(row.text());
    moderator.password_hash = row.text();
    moderator.created_at = row.time();
    moderator.disabled = row.boolean();
    moderator.sites = sites_of_moderator(db, pk);
    moderator.has_second_factor = has_active_second_factor(db, pk);
    return moderator;
}

void insert_key(Connection& db, std::int64_t site, const SiteKey& key) {
    db.run(
        "INSERT INTO site_keys (key_id, site, secret_hash, created_at, revoked_at)"
        " VALUES (?, ?, ?, ?, ?)",
        key.key_id,
        site,
        Bytes(key.secret_hash),
        key.created_at,
        key.revoked_at
    );
}

std::optional<std::int64_t> moderator_pk(Connection& db, const std::string& login) {
    Statement row = db.query("SELECT pk FROM moderators WHERE login = ?", login);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

}  // namespace

Result<void> insert_site(Connection& db, const Site& site, const SiteKey& key) {
    if (find_site(db, site.id)) {
        return Error{Errc::conflict, "there is already a site '" + site.id.value + "'"};
    }
    db.run(
        "INSERT INTO sites (id, name, created_at, signals_for_site, akismet_hold,"
        " akismet_feedback_decides) VALUES (?, ?, ?, ?, ?, ?)",
        site.id,
        site.name,
        site.created_at,
        site.signals_for_site,
        name(site.akismet.hold),
        site.akismet.feedback_decides
    );
    insert_key(db, db.last_insert_rowid(), key);
    return {};
}

std::vector<Site> all_sites(Connection& db) {
    Statement row = db.query(
        "SELECT id, name, created_at, signals_for_site, akismet_hold,"
        " akismet_feedback_decides FROM sites ORDER BY id"
    );
    std::vector<Site> sites;
    while (row.step()) sites.push_back(read_site(row));
    return sites;
}

Result<void> replace_site_key(Connection& db, const SiteKey& key) {
    const auto site = find_site(db, key.site);
    if (!site) return Error{Errc::not_found, "there is no site '" + key.site.value + "'"};
    db.run(
        "UPDATE site_keys SET revoked_at = ? WHERE site = ? AND revoked_at IS NULL",
        key.created_at,
        *site
    );
    insert_key(db, *site, key);
    return {};
}

std::optional<std::pair<SiteKey, Site>> find_key_with_site(
    Connection& db, const std::string& key_id
) {
    Statement row = db.query(
        "SELECT k.key_id, k.secret_hash, k.created_at, k.revoked_at, s.id, s.name, s.created_at,"
        " s.signals_for_site, s.akismet_hold, s.akismet_feedback_decides FROM site_keys AS k JOIN "
        "sites AS s ON s.pk = k.site"
        " WHERE k.key_id = ?",
        key_id
    );
    if (!row.step()) return std::nullopt;
    std::pair<SiteKey, Site> found;
    found.first.key_id = row.text();
    row.blob(found.first.secret_hash);
    found.first.created_at = row.time();
    found.first.revoked_at = row.optional_time();
    found.second = read_site(row);
    found.first.site = found.second.id;
    return found;
}

Result<void> insert_akismet_key(Connection& db, const AkismetKey& key) {
    const auto site = find_site(db, key.site);
    if (!site) return Error{Errc::not_found, "there is no site '" + key.site.value + "'"};
    db.run(
        "UPDATE akismet_keys SET revoked_at = ? WHERE site = ? AND revoked_at IS NULL",
        key.created_at,
        *site
    );
    db.run(
        "INSERT INTO akismet_keys (hash, site, generation, created_at, revoked_at)"
        " VALUES (?, ?, ?, ?, ?)",
        Bytes(key.hash),
        *site,
        key.generation,
        key.created_at,
        key.revoked_at
    );
    return {};
}

std::optional<std::pair<AkismetKey, Site>> find_akismet_key_with_site(
    Connection& db, const SecretHash& hash
) {
    Statement row = db.query(
        "SELECT k.generation, k.created_at, k.revoked_at, s.id, s.name, s.created_at,"
        " s.signals_for_site, s.akismet_hold, s.akismet_feedback_decides"
        " FROM akismet_keys AS k JOIN sites AS s ON s.pk = k.site WHERE k.hash = ?",
        Bytes(hash)
    );
    if (!row.step()) return std::nullopt;
    std::pair<AkismetKey, Site> found;
    found.first.hash = hash;
    found.first.generation = row.small_integer();
    found.first.created_at = row.time();
    found.first.revoked_at = row.optional_time();
    found.second = read_site(row);
    found.first.site = found.second.id;
    return found;
}

std::optional<AkismetKey> newest_akismet_key_of(Connection& db, const SiteId& site) {
    Statement row = db.query(
        "SELECT hash, generation, created_at, revoked_at FROM akismet_keys"
        " WHERE site = (SELECT pk FROM sites WHERE id = ?) ORDER BY generation DESC LIMIT 1",
        site
    );
    if (!row.step()) return std::nullopt;
    AkismetKey key;
    key.site = site;
    row.blob(key.hash);
    key.generation = row.small_integer();
    key.created_at = row.time();
    key.revoked_at = row.optional_time();
    return key;
}

Result<void> update_akismet_settings(
    Connection& db, const SiteId& id, const AkismetSettings& settings
) {
    const auto site = find_site(db, id);
    if (!site) return Error{Errc::not_found, "there is no site '" + id.value + "'"};
    db.run(
        "UPDATE sites SET akismet_hold = ?, akismet_feedback_decides = ? WHERE pk = ?",
        name(settings.hold),
        settings.feedback_decides,
        *site
    );
    return {};
}

Result<void> insert_moderator(Connection& db, const Moderator& moderator) {
    if (moderator_pk(db, moderator.login)) {
        return Error{Errc::conflict, "there is already a moderator '" + moderator.login + "'"};
    }
    std::vector<std::int64_t> sites;
    for (const SiteId& id : moderator.sites) {
        const auto site = find_site(db, id);
        if (!site) return Error{Errc::not_found, "there is no site '" + id.value + "'"};
        sites.push_back(*site);
    }
    db.run(
        "INSERT INTO moderators (id, login, role, password_hash, created_at, disabled)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        moderator.id,
        moderator.login,
        name(moderator.role),
        moderator.password_hash,
        moderator.created_at,
        moderator.disabled
    );
    const std::int64_t pk = db.last_insert_rowid();
    for (const std::int64_t site : sites) {
        db.run("INSERT OR IGNORE INTO moderator_sites (moderator, site) VALUES (?, ?)", pk, site);
    }
    return {};
}

std::optional<std::int64_t> moderator_pk(Connection& db, const ModeratorId& id) {
    Statement row = db.query("SELECT pk FROM moderators WHERE id = ?", id);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

Error no_such_moderator(const ModeratorId& id) {
    return {Errc::not_found, "there is no moderator '" + id.value + "'"};
}

std::vector<Moderator> all_moderators(Connection& db) {
    Statement row = db.query(
        "SELECT pk, id, login, role, password_hash, created_at, disabled FROM moderators"
        " ORDER BY login"
    );
    std::vector<Moderator> moderators;
    while (row.step()) moderators.push_back(read_moderator(db, row));
    return moderators;
}

std::optional<Moderator> find_moderator_row(Connection& db, const std::string& login) {
    Statement row = db.query(
        "SELECT pk, id, login, role, password_hash, created_at, disabled FROM moderators"
        " WHERE login = ?",
        login
    );
    if (!row.step()) return std::nullopt;
    return read_moderator(db, row);
}

std::optional<Moderator> find_moderator_row_by_id(Connection& db, const ModeratorId& id) {
    Statement row = db.query(
        "SELECT pk, id, login, role, password_hash, created_at, disabled FROM moderators"
        " WHERE id = ?",
        id
    );
    if (!row.step()) return std::nullopt;
    return read_moderator(db, row);
}

Result<void> replace_password(
    Connection& db, const std::string& login, const std::string& password_hash
) {
    const auto moderator = moderator_pk(db, login);
    if (!moderator) return Error{Errc::not_found, "there is no moderator '" + login + "'"};
    db.run("UPDATE moderators SET password_hash = ? WHERE pk = ?", password_hash, *moderator);
    db.run("DELETE FROM sessions WHERE moderator = ?", *moderator);
    return {};
}

void insert_session(Connection& db, const Session& session) {
    db.run(
        "INSERT INTO sessions (id_hash, moderator, created_at, last_seen_at)"
        " VALUES (?, (SELECT pk FROM moderators WHERE id = ?), ?, ?)",
        Bytes(session.id_hash),
        session.moderator,
        session.created_at,
        session.last_seen_at
    );
}

std::optional<std::pair<Session, Moderator>> find_session_row(
    Connection& db, const SecretHash& id_hash
) {
    Statement row = db.query(
        "SELECT s.created_at, s.last_seen_at, m.pk, m.id, m.login, m.role, m.password_hash,"
        " m.created_at, m.disabled FROM sessions AS s JOIN moderators AS m ON m.pk = s.moderator"
        " WHERE s.id_hash = ?",
        Bytes(id_hash)
    );
    if (!row.step()) return std::nullopt;
    std::pair<Session, Moderator> found;
    found.first.id_hash = id_hash;
    found.first.created_at = row.time();
    found.first.last_seen_at = row.time();
    found.second = read_moderator(db, row);
    found.first.moderator = found.second.id;
    return found;
}

void note_session_seen(Connection& db, const SecretHash& id_hash, Timestamp now) {
    db.run(
        "UPDATE sessions SET last_seen_at = ?1 WHERE id_hash = ?2 AND last_seen_at < ?1",
        now,
        Bytes(id_hash)
    );
}

void delete_session(Connection& db, const SecretHash& id_hash) {
    db.run("DELETE FROM sessions WHERE id_hash = ?", Bytes(id_hash));
}

}  // namespace chaffinch::store::sqlite
