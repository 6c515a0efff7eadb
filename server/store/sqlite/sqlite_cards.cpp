// The store's cards and notes.

#include "server/store/sqlite/card_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<ReviewCard>> SqliteStore::review_card(
    CommentId comment, std::vector<SiteId> sites, Timestamp now
) {
    return ask(
        readers_.queue(),
        [comment = std::move(comment), sites = std::move(sites), now](Connection& db) {
            return sqlite::review_card(db, comment, sites, now);
        }
    );
}

boost::asio::awaitable<Result<Note>> SqliteStore::add_note(NewNote note) {
    return ask(writer_.queue(), [note = std::move(note)](Connection& db) {
        return sqlite::add_note(db, note);
    });
}

}  // namespace chaffinch::store::sqlite
