// The store's sites, keys, moderators and sessions.

#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// A session is seen with every request; the disk need not hear of each.
constexpr std::chrono::minutes between_touches{1};

}  // namespace

boost::asio::awaitable<Result<void>> SqliteStore::add_site(Site site, SiteKey key) {
    return ask(writer_.queue(), [site = std::move(site), key = std::move(key)](Connection& db) {
        return insert_site(db, site, key);
    });
}

boost::asio::awaitable<std::vector<Site>> SqliteStore::list_sites() {
    return ask(readers_.queue(), all_sites);
}

boost::asio::awaitable<Result<void>> SqliteStore::rotate_site_key(SiteKey key) {
    return ask(writer_.queue(), [key = std::move(key)](Connection& db) {
        return replace_site_key(db, key);
    });
}

boost::asio::awaitable<std::optional<std::pair<SiteKey, Site>>> SqliteStore::find_site_key(
    std::string key_id
) {
    return ask(readers_.queue(), [key_id = std::move(key_id)](Connection& db) {
        return find_key_with_site(db, key_id);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::add_moderator(Moderator moderator) {
    return ask(writer_.queue(), [moderator = std::move(moderator)](Connection& db) {
        return insert_moderator(db, moderator);
    });
}

boost::asio::awaitable<std::vector<Moderator>> SqliteStore::list_moderators() {
    return ask(readers_.queue(), all_moderators);
}

boost::asio::awaitable<std::optional<Moderator>> SqliteStore::find_moderator(std::string login) {
    return ask(readers_.queue(), [login = std::move(login)](Connection& db) {
        return find_moderator_row(db, login);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::set_password(
    std::string login, std::string password_hash
) {
    return ask(
        writer_.queue(),
        [login = std::move(login), password_hash = std::move(password_hash)](Connection& db) {
            return replace_password(db, login, password_hash);
        }
    );
}

boost::asio::awaitable<void> SqliteStore::add_session(Session session) {
    return ask(writer_.queue(), [session](Connection& db) { insert_session(db, session); });
}

boost::asio::awaitable<std::optional<std::pair<Session, Moderator>>> SqliteStore::find_session(
    SecretHash id_hash
) {
    return ask(readers_.queue(), [id_hash](Connection& db) {
        return find_session_row(db, id_hash);
    });
}

boost::asio::awaitable<void> SqliteStore::touch_session(SecretHash id_hash, Timestamp now) {
    const auto found = co_await find_session(id_hash);
    if (!found || now - found->first.last_seen_at < between_touches) co_return;
    auto note = [id_hash, now](Connection& db) { note_session_seen(db, id_hash, now); };
    co_await ask(writer_.queue(), std::move(note));
}

boost::asio::awaitable<void> SqliteStore::remove_session(SecretHash id_hash) {
    return ask(writer_.queue(), [id_hash](Connection& db) { delete_session(db, id_hash); });
}

}  // namespace chaffinch::store::sqlite
