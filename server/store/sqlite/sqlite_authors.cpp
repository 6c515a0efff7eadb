// The store's authors.

#include "server/store/sqlite/author_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<AuthorRecord>> SqliteStore::find_author(AuthorQuery query) {
    return ask(readers_.queue(), [query = std::move(query)](Connection& db) {
        return author_record(db, query);
    });
}

boost::asio::awaitable<Result<TakenAlong>> SqliteStore::count_taken(NewStanding standing) {
    return ask(readers_.queue(), [standing = std::move(standing)](Connection& db) {
        return sqlite::count_taken(db, standing);
    });
}

boost::asio::awaitable<Result<StandingRecord>> SqliteStore::set_standing(NewStanding standing) {
    return ask(writer_.queue(), [standing = std::move(standing)](Connection& db) {
        return sqlite::set_standing(db, standing);
    });
}

boost::asio::awaitable<TakenAlong> SqliteStore::take_along(NewStanding standing, std::size_t most) {
    return ask(writer_.queue(), [standing = std::move(standing), most](Connection& db) {
        return sqlite::take_along(db, standing, most);
    });
}

}  // namespace chaffinch::store::sqlite
