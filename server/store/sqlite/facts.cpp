// Point look-ups: microseconds, on a connection borrowed for the call.

#include "server/store/sqlite/facts.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/failures.h"

#include <array>
#include <bit>
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

EarlierComment read_earlier(Statement& row) {
    EarlierComment earlier;
    earlier.id.value = row.text();
    earlier.author_key = row.text();
    earlier.fingerprint.exact = std::bit_cast<std::uint64_t>(row.integer());
    std::array<std::uint8_t, sizeof earlier.fingerprint.minhash> bytes{};
    row.blob(bytes);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        earlier.fingerprint.minhash[i / 4] |= std::uint32_t{bytes[i]} << (8 * (i % 4));
    }
    return earlier;
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
        "SELECT published, rejected, first_seen_at FROM authors"
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
    }
    return facts;
}

std::shared_ptr<const Article> Facts::article(const SiteId& site, const ArticleId& id) {
    return answer(connections_, [&](Connection& db) -> std::shared_ptr<const Article> {
        auto found = find_article(db, site, id);
        if (!found) return nullptr;
        return std::make_shared<const Article>(*std::move(found));
    });
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

RateFacts Facts::rates(const RateQuestion& question) {
    return answer(connections_, [&](Connection& db) { return rates_of(db, question); });
}

}  // namespace chaffinch::store::sqlite
