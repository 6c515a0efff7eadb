// One page of the queue.
//
// Every site's list is kept in order by the database, so a page over several sites is a merge of
// one short walk a site. With several filters the shortest list is walked, and the others are asked
// one item at a time.

#include "server/store/sqlite/queue_cursor.h"
#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/queue_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// Held comments of one list; `escalated` of them are escalated.
struct Count {
    std::int64_t held = 0;
    std::int64_t escalated = 0;
};

/// What one site's part of the query comes down to.
struct SitePlan {
    std::int64_t site = 0;
    std::string walked{};  ///< the shortest of the lists asked for
    Count walked_count{};
    std::optional<std::string> also{};  ///< further lists an item must stand in
    std::optional<std::string> also_too{};
};

Count count_of(Connection& db, std::int64_t site, const std::string& list) {
    Statement row = db.query(
        "SELECT held, escalated FROM queue_counts WHERE site = ? AND list = ?", site, list
    );
    if (!row.step()) return {};
    Count count;
    count.held = row.integer();
    count.escalated = row.integer();
    return count;
}

std::vector<std::int64_t> sites_asked_for(Connection& db, const QueueQuery& query) {
    std::vector<std::int64_t> sites;
    for (const SiteId& id : query.sites) {
        if (const auto site = find_site(db, id)) sites.push_back(*site);
    }
    if (query.sites.empty()) {
        Statement row = db.query("SELECT site FROM queue_counts WHERE list = '' ORDER BY site");
        while (row.step()) sites.push_back(row.integer());
    }
    std::ranges::sort(sites);
    sites.erase(std::ranges::unique(sites).begin(), sites.end());
    return sites;
}

/// nullopt when the site has nothing that could match.
std::optional<SitePlan> plan_for(Connection& db, std::int64_t site, const QueueQuery& query) {
    std::vector<std::string> lists;
    if (query.article) {
        Statement row =
            db.query("SELECT pk FROM articles WHERE site = ? AND id = ?", site, *query.article);
        if (!row.step()) return std::nullopt;
        lists.push_back(list_of_article(row.integer()));
    }
    if (query.reason) lists.push_back(list_of_reason(*query.reason));
    if (query.escalated == true) lists.push_back(escalated_list());
    if (lists.empty()) lists.push_back(everything_held());

    std::vector<std::pair<Count, std::string>> counted;
    for (std::string& list : lists) {
        const Count count = count_of(db, site, list);
        if (count.held == 0) return std::nullopt;
        counted.emplace_back(count, std::move(list));
    }
    std::ranges::sort(counted, {}, [](const auto& entry) { return entry.first.held; });
    SitePlan plan{.site = site, .walked = counted[0].second, .walked_count = counted[0].first};
    if (counted.size() > 1) plan.also = counted[1].second;
    if (counted.size() > 2) plan.also_too = counted[2].second;
    return plan;
}

/// Literals joined by the compiler, so that statements can share a part and stay literals.
template <std::size_t... Sizes>
consteval auto joined(const char (&... parts)[Sizes]) {
    std::array<char, (Sizes + ...) - sizeof...(Sizes) + 1> whole{};
    std::size_t end = 0;
    const auto append = [&](const char* part) {
        while (*part != '\0') whole[end++] = *part++;
    };
    (append(parts), ...);
    return whole;
}

/// INDEXED BY: the planner has no statistics of a queue that changes all day; a plan that sorts
/// instead of walking would read the whole queue for every page.
constexpr char columns[] = "SELECT rank, created_at, score, comment FROM queue_lists AS q ";
constexpr char filters[] =
    " WHERE site = ?1 AND list = ?2 AND (?3 IS NULL OR escalated = ?3)"
    " AND score >= ?4 AND score <= ?5"
    " AND (?6 IS NULL OR EXISTS"
    "  (SELECT 1 FROM queue_lists AS m WHERE m.comment = q.comment AND m.list = ?6))"
    " AND (?7 IS NULL OR EXISTS"
    "  (SELECT 1 FROM queue_lists AS m WHERE m.comment = q.comment AND m.list = ?7))";

constexpr auto by_priority = joined(
    columns,
    "INDEXED BY queue_by_rank",
    filters,
    " AND (rank, created_at, comment) > (?9, ?10, ?11) ORDER BY rank, created_at, comment LIMIT ?8"
);
constexpr auto by_age = joined(
    columns,
    "INDEXED BY queue_by_age",
    filters,
    " AND (created_at, comment) > (?9, ?10) ORDER BY created_at, comment LIMIT ?8"
);
constexpr auto by_youth = joined(
    columns,
    "INDEXED BY queue_by_age",
    filters,
    " AND (created_at, comment) < (?9, ?10) ORDER BY created_at DESC, comment DESC LIMIT ?8"
);
constexpr auto by_score = joined(
    columns,
    "INDEXED BY queue_by_score",
    filters,
    " AND (score, comment) < (?9, ?10) ORDER BY score DESC, comment DESC LIMIT ?8"
);
constexpr auto counting = joined(
    "SELECT count(*), total(escalated) FROM queue_lists AS q INDEXED BY queue_by_score", filters
);

void bind_filters(Statement& row, const SitePlan& plan, const QueueQuery& query) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    row.bind(plan.site);
    row.bind(plan.walked);
    row.bind(query.escalated);
    row.bind(query.score_min.value_or(-infinity));
    row.bind(query.score_max.value_or(infinity));
    row.bind(plan.also);
    row.bind(plan.also_too);
}

Statement walk_from(
    Connection& db,
    const SitePlan& plan,
    const QueueQuery& query,
    const QueueKey& start,
    std::int64_t limit
) {
    const auto begin = [&](Sql sql) {
        Statement row = db.query(sql);
        bind_filters(row, plan, query);
        row.bind(limit);
        return row;
    };
    if (query.sort == QueueSort::priority) {
        Statement row = begin(by_priority.data());
        row.bind(start.rank);
        row.bind(start.created_at);
        row.bind(start.comment);
        return row;
    }
    if (query.sort == QueueSort::score) {
        Statement row = begin(by_score.data());
        row.bind(start.score);
        row.bind(start.comment);
        return row;
    }
    Statement row = begin(query.sort == QueueSort::oldest ? Sql(by_age.data()) : by_youth.data());
    row.bind(start.created_at);
    row.bind(start.comment);
    return row;
}

void append_keys(
    Connection& db,
    const SitePlan& plan,
    const QueueQuery& query,
    const QueueKey& start,
    std::int64_t limit,
    std::vector<QueueKey>& keys
) {
    Statement row = walk_from(db, plan, query, start, limit);
    while (row.step()) {
        QueueKey key;
        key.rank = row.integer();
        key.created_at = row.integer();
        key.score = row.real();
        key.comment = row.integer();
        keys.push_back(key);
    }
}

Count matching(Connection& db, const SitePlan& plan, const QueueQuery& query) {
    const bool whole_list = !plan.also && !query.score_min && !query.score_max;
    if (whole_list && query.escalated == false) {
        return {plan.walked_count.held - plan.walked_count.escalated, 0};
    }
    if (whole_list) return plan.walked_count;
    Statement row = db.query(counting.data());
    bind_filters(row, plan, query);
    row.step();
    Count count;
    count.held = row.integer();
    count.escalated = static_cast<std::int64_t>(row.real());
    return count;
}

}  // namespace

Result<QueuePage> queue_page(Connection& db, const QueueQuery& query) {
    const auto start =
        query.cursor.empty() ? before_all(query.sort) : decode_cursor(query.sort, query.cursor);
    if (!start) {
        return Error{
            Errc::invalid,
            "the cursor is not one of this list; ask again without it",
            {{"/cursor", "must be the next_cursor of a page with the same sort"}}
        };
    }
    const auto limit = static_cast<std::int64_t>(query.limit);
    QueuePage page;
    std::vector<QueueKey> keys;
    for (const std::int64_t site : sites_asked_for(db, query)) {
        const auto plan = plan_for(db, site, query);
        if (!plan) continue;
        const Count count = matching(db, *plan, query);
        page.total += count.held;
        page.escalated += count.escalated;
        // One more than asked for tells whether there is a next page.
        append_keys(db, *plan, query, *start, limit + 1, keys);
    }
    std::ranges::sort(keys, [&](const QueueKey& a, const QueueKey& b) {
        return comes_before(query.sort, a, b);
    });
    if (keys.size() > query.limit) {
        keys.resize(query.limit);
        if (!keys.empty()) page.next_cursor = encode_cursor(query.sort, keys.back());
    }
    for (const QueueKey& key : keys) {
        if (auto row = find_comment_row(db, key.comment)) {
            page.items.push_back(queue_item(db, *row));
        }
    }
    return page;
}

}  // namespace chaffinch::store::sqlite
