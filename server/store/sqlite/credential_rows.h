// Personal tokens, second factors, and changes of moderators. Called within a transaction; throw
// SqliteError. An Error means: nothing changed.

#pragma once

#include "engine/types/result.h"
#include "server/records/credentials.h"
#include "server/store/sqlite/connection.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::store::sqlite {

Result<Moderator> update_moderator(
    Connection& db, const ModeratorId& id, const ModeratorChange& change
);
Result<void> replace_own_password(
    Connection& db,
    const ModeratorId& id,
    const std::string& password_hash,
    const SecretHash& session_kept
);

Result<void> insert_token(Connection& db, const PersonalToken& token);
std::vector<PersonalToken> tokens_of_moderator(Connection& db, const ModeratorId& moderator);
std::optional<std::pair<PersonalToken, Moderator>> find_token_row(
    Connection& db, const std::string& id
);
void note_token_used(Connection& db, const std::string& id, Timestamp now);
Result<void> end_token(
    Connection& db, const ModeratorId& owner, const std::string& id, Timestamp now
);

std::optional<SecondFactor> find_second_factor(Connection& db, const ModeratorId& moderator);
Result<void> insert_second_factor(
    Connection& db, const ModeratorId& moderator, const SealedTotpSecret& secret
);
Result<void> put_second_factor_in_force(
    Connection& db,
    const ModeratorId& moderator,
    std::int64_t step,
    const std::vector<SecretHash>& recovery_codes
);
bool advance_step(Connection& db, const ModeratorId& moderator, std::int64_t step);
bool use_recovery_code(
    Connection& db, const ModeratorId& moderator, const SecretHash& hash, Timestamp now
);
void delete_second_factor(Connection& db, const ModeratorId& moderator);

}  // namespace chaffinch::store::sqlite
