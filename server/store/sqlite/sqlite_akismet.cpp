// The store's part of the Akismet door.

#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/akismet_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<void>> SqliteStore::replace_akismet_key(AkismetKey key) {
    return ask(writer_.queue(), [key = std::move(key)](Connection& db) {
        return insert_akismet_key(db, key);
    });
}

boost::asio::awaitable<std::optional<std::pair<AkismetKey, Site>>> SqliteStore::find_akismet_key(
    SecretHash hash
) {
    return ask(readers_.queue(), [hash](Connection& db) {
        return find_akismet_key_with_site(db, hash);
    });
}

boost::asio::awaitable<std::optional<AkismetKey>> SqliteStore::newest_akismet_key(SiteId site) {
    return ask(readers_.queue(), [site = std::move(site)](Connection& db) {
        return newest_akismet_key_of(db, site);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::set_akismet_settings(
    SiteId site, AkismetSettings settings
) {
    return ask(writer_.queue(), [site = std::move(site), settings](Connection& db) {
        return update_akismet_settings(db, site, settings);
    });
}

boost::asio::awaitable<std::optional<KnownCheck>> SqliteStore::find_check(
    SiteId site, SecretHash content
) {
    return ask(readers_.queue(), [site = std::move(site), content](Connection& db) {
        return find_check_by_content(db, site, content);
    });
}

boost::asio::awaitable<std::optional<KnownCheck>> SqliteStore::find_check(
    SiteId site, CommentId comment
) {
    return ask(
        readers_.queue(),
        [site = std::move(site), comment = std::move(comment)](Connection& db) {
            return find_check_by_comment(db, site, comment);
        }
    );
}

boost::asio::awaitable<void> SqliteStore::note_feedback(CommentId comment, bool spam) {
    return ask(writer_.queue(), [comment = std::move(comment), spam](Connection& db) {
        set_feedback(db, comment, spam);
    });
}

boost::asio::awaitable<std::vector<AkismetUsage>> SqliteStore::akismet_usage(
    SiteId site, Timestamp from, Timestamp to
) {
    return ask(readers_.queue(), [site = std::move(site), from, to](Connection& db) {
        return usage_by_client(db, site, from, to);
    });
}

}  // namespace chaffinch::store::sqlite
