// The store's identities of a provider.

#include "server/store/sqlite/identity_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<std::optional<Moderator>> SqliteStore::settle_identity(
    ProvenIdentity identity, Timestamp now
) {
    return ask(writer_.queue(), [identity = std::move(identity), now](Connection& db) {
        return settle_identity_row(db, identity, now);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::link_identity(
    ModeratorId moderator, LinkedIdentity identity
) {
    return ask(
        writer_.queue(),
        [moderator = std::move(moderator), identity = std::move(identity)](Connection& db) {
            return put_identity(db, moderator, identity);
        }
    );
}

boost::asio::awaitable<Result<void>> SqliteStore::unlink_identity(ModeratorId moderator) {
    return ask(writer_.queue(), [moderator = std::move(moderator)](Connection& db) {
        return delete_identity(db, moderator);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::link_own_identity(
    SecretHash session, LinkedIdentity identity
) {
    return ask(writer_.queue(), [session, identity = std::move(identity)](Connection& db) {
        return put_own_identity(db, session, identity);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::unlink_own_identity(
    ModeratorId moderator, SecretHash session_kept
) {
    return ask(writer_.queue(), [moderator = std::move(moderator), session_kept](Connection& db) {
        return delete_own_identity(db, moderator, session_kept);
    });
}

boost::asio::awaitable<std::optional<LinkedIdentity>> SqliteStore::identity_of(ModeratorId moderator
) {
    return ask(readers_.queue(), [moderator = std::move(moderator)](Connection& db) {
        return find_identity(db, moderator);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::add_newcomer(
    Moderator moderator, LinkedIdentity identity
) {
    return ask(
        writer_.queue(),
        [moderator = std::move(moderator), identity = std::move(identity)](Connection& db) {
            return insert_newcomer(db, moderator, identity);
        }
    );
}

}  // namespace chaffinch::store::sqlite
