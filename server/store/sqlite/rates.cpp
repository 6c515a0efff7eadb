// Rates: how much of the same came lately. Each is a walk along one index over the time asked for,
// cut at a number beyond which a rule does not care, so that a flood does not make its own checks
// slow.

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/facts.h"
#include "server/store/sqlite/network.h"

#include <algorithm>
#include <bit>
#include <set>

namespace chaffinch::store::sqlite {

namespace {

using namespace std::chrono_literals;

int count_of(Statement row) {
    row.step();
    return row.small_integer();
}

int articles_with_host(
    Connection& db, std::int64_t site, const std::string& host, Timestamp since
) {
    Statement row = db.query(
        "SELECT article FROM link_hosts WHERE site = ? AND host = ? AND created_at > ? LIMIT 1000",
        site,
        host,
        since
    );
    std::set<std::int64_t> articles;
    while (row.step()) articles.insert(row.integer());
    return static_cast<int>(articles.size());
}

}  // namespace

RateFacts rates_of(Connection& db, const RateQuestion& question) {
    RateFacts rates;
    const auto site = find_site(db, question.site);
    if (!site) return rates;
    if (!question.author_key.empty()) {
        rates.author_10m = count_of(db.query(
            "SELECT count(*) FROM (SELECT 1 FROM fingerprints WHERE site = ? AND author_key = ?"
            " AND author_key <> '' AND created_at > ? LIMIT 1000)",
            *site,
            question.author_key,
            question.now - 10min
        ));
    }
    if (const std::string network = network_of(question.ip); !network.empty()) {
        rates.ip_1h = count_of(db.query(
            "SELECT count(*) FROM (SELECT 1 FROM fingerprints WHERE site = ? AND network = ?"
            " AND network <> '' AND created_at > ? LIMIT 1000)",
            *site,
            network,
            question.now - 1h
        ));
    }
    if (question.text != 0) {
        rates.text_24h = count_of(db.query(
            "SELECT count(*) FROM (SELECT 1 FROM fingerprints WHERE site = ? AND exact = ?"
            " AND exact <> 0 AND created_at > ? LIMIT 1000)",
            *site,
            std::bit_cast<std::int64_t>(question.text),
            question.now - 24h
        ));
    }
    for (const std::string& host : question.link_hosts) {
        const int articles = articles_with_host(db, *site, host, question.now - 24h);
        rates.host_24h_articles = std::max(rates.host_24h_articles.value_or(0), articles);
    }
    return rates;
}

}  // namespace chaffinch::store::sqlite
