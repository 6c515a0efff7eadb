// The store's claims, skips and assignments. All of them are questions to the writer, one after the
// other: that is what keeps two moderators from getting the same item.

#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<Claimed>> SqliteStore::claim_next(
    QueueQuery query, std::size_t most, Claimer claimer
) {
    return ask(
        writer_.queue(),
        [query = std::move(query), most, claimer = std::move(claimer)](Connection& db) {
            return sqlite::claim_next(db, query, most, claimer);
        }
    );
}

boost::asio::awaitable<Claimed> SqliteStore::claim_these(
    std::vector<CommentId> comments, bool take_over, Claimer claimer
) {
    return ask(
        writer_.queue(),
        [comments = std::move(comments), take_over, claimer = std::move(claimer)](Connection& db) {
            return sqlite::claim_these(db, comments, take_over, claimer);
        }
    );
}

boost::asio::awaitable<Renewed> SqliteStore::renew_claims(
    std::vector<CommentId> comments, Claimer claimer
) {
    return ask(
        writer_.queue(),
        [comments = std::move(comments), claimer = std::move(claimer)](Connection& db) {
            return sqlite::renew_claims(db, comments, claimer);
        }
    );
}

boost::asio::awaitable<void> SqliteStore::release_claims(
    std::vector<CommentId> comments, ModeratorId moderator, Timestamp at
) {
    return ask(
        writer_.queue(),
        [comments = std::move(comments), moderator = std::move(moderator), at](Connection& db) {
            sqlite::release_claims(db, comments, moderator, at);
        }
    );
}

boost::asio::awaitable<Result<int>> SqliteStore::skip(CommentId comment, Claimer who) {
    return ask(
        writer_.queue(),
        [comment = std::move(comment), who = std::move(who)](Connection& db) {
            return sqlite::skip(db, comment, who);
        }
    );
}

boost::asio::awaitable<Result<std::string>> SqliteStore::assign(
    CommentId comment, std::string login, Claimer by
) {
    return ask(
        writer_.queue(),
        [comment = std::move(comment), login = std::move(login), by = std::move(by)](Connection& db
        ) { return sqlite::assign(db, comment, login, by); }
    );
}

}  // namespace chaffinch::store::sqlite
