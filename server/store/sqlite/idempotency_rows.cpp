// Idempotency keys. There is no clock here: the time of the newest request decides what is old.

#include "server/store/sqlite/idempotency_rows.h"

namespace chaffinch::store::sqlite {

namespace {

constexpr std::chrono::hours kept_for{72};

}  // namespace

std::optional<IdempotentReply> find_kept_reply(
    Connection& db, const std::string& scope, const std::string& key, Timestamp now
) {
    Statement row = db.query(
        "SELECT request_hash, status, body, at FROM idempotency_keys"
        " WHERE scope = ? AND key = ? AND at > ?",
        scope,
        key,
        now - kept_for
    );
    if (!row.step()) return std::nullopt;
    IdempotentReply reply;
    reply.scope = scope;
    reply.key = key;
    row.blob(reply.request_hash);
    reply.status = static_cast<unsigned>(row.integer());
    reply.body = row.text();
    reply.at = row.time();
    return reply;
}

Result<void> check_new_key(Connection& db, const std::optional<IdempotentReply>& reply) {
    if (!reply) return {};
    const auto kept = find_kept_reply(db, reply->scope, reply->key, reply->at);
    if (!kept) return {};
    if (kept->request_hash != reply->request_hash) {
        return Error{Errc::key_reused, "this idempotency key was used for another request"};
    }
    return Error{Errc::in_flight, "a request with this idempotency key has just been answered"};
}

void keep_reply(Connection& db, const IdempotentReply& reply) {
    db.run(
        "INSERT OR REPLACE INTO idempotency_keys (scope, key, request_hash, status, body, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        reply.scope,
        reply.key,
        Bytes(reply.request_hash),
        static_cast<std::int64_t>(reply.status),
        reply.body,
        reply.at
    );
    // A few for each new one: the table shrinks without a pause for cleaning.
    db.run(
        "DELETE FROM idempotency_keys WHERE (scope, key) IN (SELECT scope, key FROM "
        "idempotency_keys"
        " INDEXED BY idempotency_keys_by_age WHERE at <= ? ORDER BY at LIMIT 4)",
        reply.at - kept_for
    );
}

}  // namespace chaffinch::store::sqlite
