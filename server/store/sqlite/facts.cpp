// Point look-ups: microseconds, on a connection borrowed for the call.

#include "server/store/sqlite/facts.h"

#include "server/records/standing.h"
#include "server/store/sqlite/article_policy_rows.h"
#include "server/store/sqlite/campaign_rows.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/failures.h"
#include "server/store/sqlite/stored_names.h"

#include <array>
#include <bit>
#include <limits>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

template <class Question>
auto answer(ReadConnections& connections, const Question& question) {
    try {
        BorrowedConnection borrowed(connections);
        return question(*borrowed);
    } catch (const SqliteError& error) {
        std::rethrow_exception(as_seen_by_caller(error));
    }
}

Fingerprint read_fingerprint(Statement& row) {
    Fingerprint fingerprint;
    fingerprint.exact = std::bit_cast<std::uint64_t>(row.integer());
    std::array<std::uint8_t, sizeof fingerprint.minhash> bytes{};
    row.blob(bytes);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        fingerprint.minhash[i / 4] |= std::uint32_t{bytes[i]} << (8 * (i % 4));
    }
    return fingerprint;
}

EarlierComment read_earlier(Statement& row) {
    EarlierComment earlier;
    earlier.id.value = row.text();
    earlier.author_key = row.text();
    earlier.fingerprint = read_fingerprint(row);
    return earlier;
}

std::vector<std::string> hosts_of(Connection& db, std::int64_t comment) {
    Statement row = db.query("SELECT host FROM link_hosts WHERE comment = ?", comment);
    std::vector<std::string> hosts;
    while (row.step()) hosts.push_back(row.text());
    return hosts;
}

}  // namespace

std::vector<EarlierComment> newest_of_thread(
    Connection& db, const SiteId& site, const ArticleId& id, std::size_t limit
) {
    Statement row = db.query(
        "SELECT c.id, f.author_key, f.exact, f.minhash"
        " FROM fingerprints AS f JOIN comments AS c ON c.pk = f.comment"
        " WHERE f.article = (SELECT a.pk FROM articles AS a"
        "  WHERE a.site = (SELECT s.pk FROM sites AS s WHERE s.id = ?) AND a.id = ?)"
        " ORDER BY f.comment DESC LIMIT ?",
        site,
        id,
        static_cast<std::int64_t>(limit)
    );
    std::vector<EarlierComment> found;
    while (row.step()) found.push_back(read_earlier(row));
    return found;
}

AuthorFacts record_of_author(
    Connection& db, const SiteId& site, const std::string& key, Timestamp now
) {
    using Days = std::chrono::duration<double, std::ratio<86'400>>;
    Statement row = db.query(
        "SELECT published, rejected, first_seen_at, standing, standing_until FROM authors"
        " WHERE site = (SELECT pk FROM sites WHERE id = ?) AND key = ?",
        site,
        key
    );
    AuthorFacts facts;
    facts.approved = 0;
    facts.rejected = 0;
    if (row.step()) {
        facts.approved = row.small_integer();
        facts.rejected = row.small_integer();
        facts.first_seen_days = Days(now - row.time()).count();
        const Standing standing = stored_standing(row.text());
        facts.standing = in_force(standing, row.optional_time(), now);
    }
    return facts;
}

std::optional<Timestamp> first_seen_of_host(
    Connection& db, const SiteId& site, const std::string& host
) {
    Statement row = db.query(
        "SELECT created_at FROM link_hosts WHERE site = (SELECT pk FROM sites WHERE id = ?)"
        " AND host = ? ORDER BY created_at LIMIT 1",
        site,
        host
    );
    if (!row.step()) return std::nullopt;
    return row.time();
}

ArrivalPage arrivals_before(Connection& db, std::int64_t before, std::size_t limit) {
    constexpr auto newest = std::numeric_limits<std::int64_t>::max();
    Statement row = db.query(
        "SELECT f.comment, s.id, a.id, c.id, f.author_key, f.network, f.created_at, f.exact,"
        " f.minhash, (SELECT p.id FROM campaign_members AS m JOIN campaigns AS p ON p.pk = "
        "m.campaign"
        "  WHERE m.comment = f.comment) FROM fingerprints AS f CROSS JOIN comments AS c ON c.pk = "
        "f.comment"
        " CROSS JOIN articles AS a ON a.pk = f.article CROSS JOIN sites AS s ON s.pk = f.site"
        " WHERE f.comment < ? ORDER BY f.comment DESC LIMIT ?",
        before > 0 ? before : newest,
        static_cast<std::int64_t>(limit)
    );
    ArrivalPage page;
    std::int64_t last = 0;
    while (row.step()) {
        last = row.integer();
        Arrival arrival;
        arrival.site.value = row.text();
        arrival.article.value = row.text();
        arrival.comment.value = row.text();
        arrival.author_key = row.text();
        arrival.network = row.text();
        arrival.at = row.time();
        arrival.fingerprint = read_fingerprint(row);
        arrival.campaign.value = row.text();
        arrival.link_hosts = hosts_of(db, last);
        page.arrivals.push_back(std::move(arrival));
    }
    if (page.arrivals.size() == limit) page.next = last;
    return page;
}

std::shared_ptr<const Article> Facts::article(const SiteId& site, const ArticleId& id) {
    return answer(connections_, [&](Connection& db) -> std::shared_ptr<const Article> {
        auto found = find_article(db, site, id);
        if (!found) return nullptr;
        return std::make_shared<const Article>(*std::move(found));
    });
}

std::optional<ArticlePolicy> Facts::set_policy(const SiteId& site, const ArticleId& id) {
    return answer(connections_, [&](Connection& db) { return policy_set_for(db, site, id); });
}

std::vector<EarlierComment> Facts::thread(
    const SiteId& site, const ArticleId& id, std::size_t limit
) {
    return answer(connections_, [&](Connection& db) {
        return newest_of_thread(db, site, id, limit);
    });
}

AuthorFacts Facts::author(const SiteId& site, const std::string& author_key, Timestamp now) {
    if (author_key.empty()) return {};
    return answer(connections_, [&](Connection& db) {
        return record_of_author(db, site, author_key, now);
    });
}

bool Facts::is_rejected(const SiteId& site, const CampaignId& campaign) {
    return answer(connections_, [&](Connection& db) {
        return is_rejected_campaign(db, site, campaign);
    });
}

std::optional<Timestamp> Facts::first_seen(const SiteId& site, const std::string& host) {
    return answer(connections_, [&](Connection& db) { return first_seen_of_host(db, site, host); });
}

ArrivalPage Facts::arrivals(std::int64_t before, std::size_t limit) {
    return answer(connections_, [&](Connection& db) { return arrivals_before(db, before, limit); });
}

}  // namespace chaffinch::store::sqlite
