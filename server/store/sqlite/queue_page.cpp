// One page of the queue, and how many items there are in all where that is known.

#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/queue_walk.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// Readers may not keep the WAL from being emptied, nor a person waiting.
constexpr std::chrono::milliseconds longest_search{250};

QueueLength whole_list(Connection& db, std::int64_t site, const std::string& list) {
    Statement row = db.query(
        "SELECT held, escalated FROM queue_counts WHERE site = ? AND list = ?", site, list
    );
    QueueLength count;
    if (row.step()) {
        count.items = row.integer();
        count.escalated = row.integer();
    }
    return count;
}

/// What stands in the lists within the bounds of score: a walk along one index, with a look-up for
/// each of at most two further lists that rows do not tell of. nullopt when the walk would be long.
std::optional<QueueLength> counted(Connection& db, const SitePlan& plan, const QueueQuery& query) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto looked_up = [&](std::size_t i) -> std::optional<std::string> {
        return i < plan.looked_up.size() ? std::optional(plan.looked_up[i]) : std::nullopt;
    };
    const bool bounded = query.score_min || query.score_max;
    if (!bounded && whole_list(db, plan.site, plan.walked).items > most_counted)
        return std::nullopt;
    Statement row = db.query(
        "SELECT count(*), total(matches), total(matches AND escalated) FROM (SELECT escalated,"
        " (?3 IS NULL OR escalated = ?3) AND traits & ?9 = ?9"
        " AND (?6 IS NULL OR EXISTS"
        "  (SELECT 1 FROM queue_lists AS m WHERE m.comment = q.comment AND m.list = ?6))"
        " AND (?7 IS NULL OR EXISTS"
        "  (SELECT 1 FROM queue_lists AS m WHERE m.comment = q.comment AND m.list = ?7)) AS matches"
        " FROM queue_lists AS q INDEXED BY queue_by_score"
        " WHERE site = ?1 AND list = ?2 AND score >= ?4 AND score <= ?5 LIMIT ?8)",
        plan.site,
        plan.walked,
        query.escalated,
        query.score_min.value_or(-infinity),
        query.score_max.value_or(infinity),
        looked_up(0),
        looked_up(1),
        most_counted + 1,
        plan.also_traits
    );
    row.step();
    if (row.integer() > most_counted) return std::nullopt;
    QueueLength count;
    count.items = static_cast<std::int64_t>(row.real());
    count.escalated = static_cast<std::int64_t>(row.real());
    return count;
}

/// Lists that the plan asks for besides that of everything escalated: of each the store keeps how
/// much of it is escalated, so that this one needs no walk.
std::vector<std::string> proper_lists(const SitePlan& plan) {
    std::vector<std::string> lists{plan.walked};
    lists.insert(lists.end(), plan.also.begin(), plan.also.end());
    if (lists.size() > 1) std::erase(lists, escalated_list());
    return lists;
}

/// Of a plan whose set is not known. nullopt when only a long walk could tell.
std::optional<QueueLength> matching(Connection& db, const SitePlan& plan, const QueueQuery& query) {
    const bool has_facets = !plan.facets.empty() || !plan.facet_walked.empty();
    if (query.text || query.since || query.until || has_facets) return std::nullopt;
    const std::vector<std::string> lists = proper_lists(plan);
    if (lists.size() == 1 && !query.score_min && !query.score_max) {
        QueueLength count = whole_list(db, plan.site, lists[0]);
        if (query.escalated == true) count.items = count.escalated;
        if (query.escalated == false) count = {count.items - count.escalated, 0};
        return count;
    }
    if (plan.looked_up.size() > 2) return std::nullopt;
    return counted(db, plan, query);
}

/// `of_sets`: the walk has counted those.
void count_all(
    Connection& db,
    const QueueQuery& query,
    const std::vector<SitePlan>& plans,
    const QueueLength& of_sets,
    QueuePage& page
) {
    page.total.reset();
    page.escalated.reset();
    QueueLength all = of_sets;
    for (const SitePlan& plan : plans) {
        if (plan.only) continue;
        const auto count = matching(db, plan, query);
        if (!count) return;
        all.items += count->items;
        all.escalated += count->escalated;
    }
    page.total = all.items;
    page.escalated = all.escalated;
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
    const std::vector<SitePlan> plans = plan_walk(db, query);
    QueuePage page;
    // One more than asked for tells whether there is a next page.
    const WalkLimits limits{.items = query.limit + 1, .time = longest_search};
    Walked walked = walk_queue(db, query, plans, *start, limits, {});
    count_all(db, query, plans, walked.of_sets, page);
    if (walked.keys.size() > query.limit) {
        walked.keys.resize(query.limit);
        if (!walked.keys.empty()) page.next_cursor = encode_cursor(query.sort, walked.keys.back());
    } else if (walked.stopped_at) {
        page.complete = false;
        page.next_cursor = encode_cursor(query.sort, *walked.stopped_at);
    }
    for (const QueueKey& key : walked.keys) {
        if (auto row = find_comment_row(db, key.comment)) {
            page.items.push_back(queue_item(db, *row, query.now));
        }
    }
    return page;
}

}  // namespace chaffinch::store::sqlite
