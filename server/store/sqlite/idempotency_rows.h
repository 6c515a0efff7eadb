// Stored answers to requests with an idempotency key. Called within a transaction; throw
// SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/store/idempotency.h"
#include "server/store/sqlite/connection.h"

#include <optional>
#include <string>

namespace chaffinch::store::sqlite {

/// The answer, if it is not older than 72 hours at `now`.
std::optional<IdempotentReply> find_kept_reply(
    Connection& db, const std::string& scope, const std::string& key, Timestamp now
);

/// Errors when the key was used between the caller's look-up and now: in_flight (same request;
/// asking again gives its answer) or key_reused (another request). No key is no error.
Result<void> check_new_key(Connection& db, const std::optional<IdempotentReply>& reply);

/// Stores the answer, replacing one that is too old, and throws away a few other old ones.
void keep_reply(Connection& db, const IdempotentReply& reply);

}  // namespace chaffinch::store::sqlite
