// Sites, keys, moderators and sessions. Called within a transaction; throw SqliteError. An Error
// means: nothing changed.

#pragma once

#include "engine/types/result.h"
#include "server/records/site.h"
#include "server/store/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::store::sqlite {

Result<void> insert_site(Connection& db, const Site& site, const SiteKey& key);
std::vector<Site> all_sites(Connection& db);
Result<void> replace_site_key(Connection& db, const SiteKey& key);
std::optional<std::pair<SiteKey, Site>> find_key_with_site(
    Connection& db, const std::string& key_id
);

/// Revokes the site's other keys of that door. Errors: not_found.
Result<void> insert_akismet_key(Connection& db, const AkismetKey& key);
std::optional<std::pair<AkismetKey, Site>> find_akismet_key_with_site(
    Connection& db, const SecretHash& hash
);
std::optional<AkismetKey> newest_akismet_key_of(Connection& db, const SiteId& site);

/// Errors: not_found.
Result<void> update_akismet_settings(
    Connection& db, const SiteId& id, const AkismetSettings& settings
);

/// Errors: conflict (the login is taken), not_found (one of its sites).
Result<void> insert_moderator(Connection& db, const Moderator& moderator);
std::vector<Moderator> all_moderators(Connection& db);
std::optional<std::int64_t> moderator_pk(Connection& db, const ModeratorId& id);
Error no_such_moderator(const ModeratorId& id);
std::optional<Moderator> find_moderator_row(Connection& db, const std::string& login);
std::optional<Moderator> find_moderator_row_by_id(Connection& db, const ModeratorId& id);
Result<void> replace_password(
    Connection& db, const std::string& login, const std::string& password_hash
);

void insert_session(Connection& db, const Session& session);
std::optional<std::pair<Session, Moderator>> find_session_row(
    Connection& db, const SecretHash& id_hash
);
void note_session_seen(Connection& db, const SecretHash& id_hash, Timestamp now);
void delete_session(Connection& db, const SecretHash& id_hash);

}  // namespace chaffinch::store::sqlite
