// The store's part of insight.

#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/tally_rows.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<bool> SqliteStore::count_on(std::size_t most) {
    // Read and added up by a reader: the writer has only sums to write.
    auto question = [most](Connection& db) { return sum_up(db, most); };
    TallySum sum = co_await ask(readers_.queue(), std::move(question));
    if (sum.is_empty()) co_return false;
    const bool more = sum.more;
    auto add = [sum = std::move(sum)](Connection& db) { add_tallies(db, sum); };
    co_await ask(writer_.queue(), std::move(add));
    co_return more;
}

boost::asio::awaitable<std::vector<Tally>> SqliteStore::tallies(
    SiteId site, Measure measure, Timestamp from, Timestamp to
) {
    return ask(readers_.queue(), [site = std::move(site), measure, from, to](Connection& db) {
        return tallies_of(db, site, measure, from, to);
    });
}

boost::asio::awaitable<std::vector<RuleTally>> SqliteStore::rule_tallies(SiteId site) {
    return ask(readers_.queue(), [site = std::move(site)](Connection& db) {
        return rule_tallies_of(db, site);
    });
}

boost::asio::awaitable<std::vector<ScoreCount>> SqliteStore::queue_scores(std::vector<SiteId> sites
) {
    return ask(readers_.queue(), [sites = std::move(sites)](Connection& db) {
        return queue_scores_of(db, sites);
    });
}

}  // namespace chaffinch::store::sqlite
