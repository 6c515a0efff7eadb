// Moderators' identities at a provider. Called within a transaction; throw SqliteError. An Error
// means: nothing changed.

#pragma once

#include "engine/types/result.h"
#include "server/records/identity.h"
#include "server/records/site.h"
#include "server/store/sqlite/connection.h"

#include <optional>

namespace chaffinch::store::sqlite {

std::optional<Moderator> settle_identity_row(
    Connection& db, const ProvenIdentity& identity, Timestamp now
);
Result<void> put_identity(
    Connection& db, const ModeratorId& moderator, const LinkedIdentity& identity
);
Result<void> delete_identity(Connection& db, const ModeratorId& moderator);
Result<void> put_own_identity(
    Connection& db, const SecretHash& session, const LinkedIdentity& identity
);
Result<void> delete_own_identity(
    Connection& db, const ModeratorId& moderator, const SecretHash& session_kept
);
std::optional<LinkedIdentity> find_identity(Connection& db, const ModeratorId& moderator);
Result<void> insert_newcomer(
    Connection& db, const Moderator& moderator, const LinkedIdentity& identity
);

}  // namespace chaffinch::store::sqlite
