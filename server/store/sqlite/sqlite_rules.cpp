// The store's part of the rulebook.

#include "server/store/sqlite/rule_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<std::vector<RuleVersion>> SqliteStore::rules_in_force() {
    return ask(readers_.queue(), [](Connection& db) { return newest_rule_versions(db); });
}

boost::asio::awaitable<Result<RuleVersion>> SqliteStore::find_rule_version(
    SiteId site, std::optional<std::int64_t> version
) {
    return ask(readers_.queue(), [site = std::move(site), version](Connection& db) {
        return rule_version_of(db, site, version);
    });
}

boost::asio::awaitable<std::vector<RuleVersion>> SqliteStore::rule_versions(
    SiteId site, std::int64_t before, std::size_t limit
) {
    return ask(readers_.queue(), [site = std::move(site), before, limit](Connection& db) {
        return rule_versions_of(db, site, before, limit);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::add_rule_version(RuleVersion version) {
    return ask(writer_.queue(), [version = std::move(version)](Connection& db) {
        return insert_rule_version(db, version);
    });
}

boost::asio::awaitable<DecidedPage> SqliteStore::decided_comments(
    SiteId site, std::int64_t before, std::size_t limit
) {
    return ask(readers_.queue(), [site = std::move(site), before, limit](Connection& db) {
        return decided_comments_of(db, site, before, limit);
    });
}

}  // namespace chaffinch::store::sqlite
