// One walk along an index for each site, the conditions asked item by item.

#include "server/store/sqlite/queue_walk.h"

#include "server/store/sqlite/claim_rows.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/fold_case.h"
#include "server/store/sqlite/queue_facets.h"
#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/queue_traits.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

using Clock = std::chrono::steady_clock;

/// A set of so many items is looked up and sorted in a millisecond or two; a facet of more is dense
/// enough to be met on the way.
constexpr std::size_t small_set = 1'000;

/// Of a facet whose index has the order that is asked for, no more is fetched than that its items
/// are counted in passing.
constexpr std::size_t small_set_in_order = 200;

/// A list no longer than this is walked to its end as quickly as a facet of any length.
constexpr std::int64_t short_list = 1'000;

/// Rows that a walk looks at before it asks for the time, so that every page makes some way.
constexpr std::size_t rows_between_looks = 64;

/// Rows of a walk that cost as much as one look into another list.
constexpr std::int64_t rows_a_look = 30;

/// A row of queue_lists as far as conditions ask for it.
struct Entry {
    QueueKey key{};
    bool escalated = false;
    std::optional<std::int64_t> traits{};  ///< facets do not know them
};

std::int64_t length_of(Connection& db, std::int64_t site, const std::string& list) {
    Statement row =
        db.query("SELECT held FROM queue_counts WHERE site = ? AND list = ?", site, list);
    return row.step() ? row.integer() : 0;
}

/// nullopt when the site has no such article.
std::optional<std::vector<std::string>> lists_asked_for(
    Connection& db, std::int64_t site, const QueueQuery& query
) {
    std::vector<std::string> lists;
    if (query.article) {
        Statement row =
            db.query("SELECT pk FROM articles WHERE site = ? AND id = ?", site, *query.article);
        if (!row.step()) return std::nullopt;
        lists.push_back(list_of_article(row.integer()));
    }
    if (query.reason) lists.push_back(list_of_reason(*query.reason));
    if (query.escalated == true) lists.push_back(escalated_list());
    if (query.reported) lists.push_back(reported_list());
    if (query.appealed) lists.push_back(appealed_list());
    if (lists.empty()) lists.push_back(everything_held());
    return lists;
}

std::vector<std::string> facets_asked_for(const QueueQuery& query) {
    std::vector<std::string> facets;
    if (query.author) facets.push_back(facet_of_author(*query.author));
    if (query.rule) facets.push_back(facet_of_rule(*query.rule));
    if (query.language) facets.push_back(facet_of_language(*query.language));
    if (query.assigned) facets.push_back(facet_of_assignment(*query.assigned));
    if (query.skipped) facets.push_back(facet_of_skips());
    return facets;
}

/// The smallest set that an index gives whole, if there is a small one.
std::optional<std::vector<std::int64_t>> small_set_of(
    Connection& db, const SitePlan& plan, const QueueQuery& query
) {
    const std::size_t most = query.sort == QueueSort::priority ? small_set_in_order : small_set;
    std::optional<std::vector<std::int64_t>> smallest;
    if (query.claimed_by) smallest = comments_held_by(db, *query.claimed_by, query.now);
    for (const std::string& facet : plan.facets) {
        auto found = comments_with_facet(db, plan.site, facet, most + 1);
        if (found.size() > most) continue;
        if (!smallest || found.size() < smallest->size()) smallest = std::move(found);
    }
    return smallest;
}

/// Of the others each row says whether the item stands in them.
void walk_what_has_no_trait(std::vector<std::pair<std::int64_t, std::string>>& by_length) {
    const auto found = std::ranges::find_if(by_length, [](const auto& list) {
        return trait_of(list.second) == 0;
    });
    if (found == by_length.end()) return;
    const std::int64_t shortest = by_length.front().first;
    const bool cheaper = found->first <= shortest * rows_a_look;
    const bool counted = found->first <= most_counted || shortest > most_counted;
    if (cheaper && counted) std::swap(by_length.front(), *found);
}

void ask_also(SitePlan& plan, std::string list) {
    const std::int64_t trait = trait_of(list);
    plan.also_traits |= trait;
    if (trait == 0) plan.looked_up.push_back(list);
    plan.also.push_back(std::move(list));
}

/// Facets come with those first that single out most, such as the author.
void walk_along_a_facet(SitePlan& plan) {
    plan.facet_walked = std::move(plan.facets.front());
    plan.facets.erase(plan.facets.begin());
    if (plan.walked != everything_held()) ask_also(plan, std::move(plan.walked));
    plan.walked = everything_held();
}

/// nullopt when the site has nothing that could match.
std::optional<SitePlan> plan_for(Connection& db, std::int64_t site, const QueueQuery& query) {
    auto lists = lists_asked_for(db, site, query);
    if (!lists) return std::nullopt;
    std::vector<std::pair<std::int64_t, std::string>> counted;
    for (std::string& list : *lists) {
        const std::int64_t length = length_of(db, site, list);
        if (length == 0) return std::nullopt;
        counted.emplace_back(length, std::move(list));
    }
    std::ranges::sort(counted);
    const std::int64_t shortest = counted[0].first;
    walk_what_has_no_trait(counted);
    SitePlan plan{.site = site, .walked = std::move(counted[0].second)};
    for (std::size_t i = 1; i < counted.size(); ++i) ask_also(plan, std::move(counted[i].second));
    plan.facets = facets_asked_for(query);
    plan.only = small_set_of(db, plan, query);
    const bool in_order = query.sort == QueueSort::priority && !plan.facets.empty();
    if (in_order && !plan.only && shortest > short_list) walk_along_a_facet(plan);
    return plan;
}

/// INDEXED BY: the planner has no statistics of a queue that changes all day; a plan that sorts
/// instead of walking would read the whole queue for every page.
Statement walk_from(Connection& db, const SitePlan& plan, QueueSort sort, const QueueKey& start) {
    switch (sort) {
        case QueueSort::priority:
            return db.query(
                "SELECT rank, created_at, score, comment, escalated, traits FROM queue_lists"
                " INDEXED BY queue_by_rank WHERE site = ? AND list = ?"
                " AND (rank, created_at, comment) > (?, ?, ?) ORDER BY rank, created_at, comment",
                plan.site,
                plan.walked,
                start.rank,
                start.created_at,
                start.comment
            );
        case QueueSort::oldest:
            return db.query(
                "SELECT rank, created_at, score, comment, escalated, traits FROM queue_lists"
                " INDEXED BY queue_by_age WHERE site = ? AND list = ?"
                " AND (created_at, comment) > (?, ?) ORDER BY created_at, comment",
                plan.site,
                plan.walked,
                start.created_at,
                start.comment
            );
        case QueueSort::newest:
            return db.query(
                "SELECT rank, created_at, score, comment, escalated, traits FROM queue_lists"
                " INDEXED BY queue_by_age WHERE site = ? AND list = ?"
                " AND (created_at, comment) < (?, ?) ORDER BY created_at DESC, comment DESC",
                plan.site,
                plan.walked,
                start.created_at,
                start.comment
            );
        case QueueSort::score:
            break;
    }
    return db.query(
        "SELECT rank, created_at, score, comment, escalated, traits FROM queue_lists"
        " INDEXED BY queue_by_score WHERE site = ? AND list = ?"
        " AND (score, comment) < (?, ?) ORDER BY score DESC, comment DESC",
        plan.site,
        plan.walked,
        start.score,
        start.comment
    );
}

Statement walk_facet_from(Connection& db, const SitePlan& plan, const QueueKey& start) {
    return db.query(
        "SELECT rank, created_at, score, comment, escalated, NULL FROM queue_facets"
        " INDEXED BY queue_by_facet WHERE site = ? AND facet = ?"
        " AND (rank, created_at, comment) > (?, ?, ?) ORDER BY rank, created_at, comment",
        plan.site,
        plan.facet_walked,
        start.rank,
        start.created_at,
        start.comment
    );
}

Entry read_entry(Statement& row) {
    Entry entry;
    entry.key.rank = row.integer();
    entry.key.created_at = row.integer();
    entry.key.score = row.real();
    entry.key.comment = row.integer();
    entry.escalated = row.boolean();
    entry.traits = row.optional_integer();
    return entry;
}

std::int64_t milliseconds(Timestamp time) {
    return time.time_since_epoch().count();
}

/// Where the walk may begin: no earlier than the bounds of the question allow.
QueueKey clamped(const QueueQuery& query, QueueKey start) {
    if (query.sort == QueueSort::oldest && query.since) {
        QueueKey first = before_all(query.sort);
        first.created_at = milliseconds(*query.since);
        if (comes_before(query.sort, start, first)) return first;
    }
    if (query.sort == QueueSort::newest && query.until) {
        QueueKey first = before_all(query.sort);
        first.created_at = milliseconds(*query.until);
        if (comes_before(query.sort, start, first)) return first;
    }
    if (query.sort == QueueSort::score && query.score_max) {
        QueueKey first = before_all(query.sort);
        first.score = *query.score_max;
        if (comes_before(query.sort, start, first)) return first;
    }
    return start;
}

/// Whether nothing that follows in this order can match.
bool is_past_the_end(const QueueQuery& query, const QueueKey& key) {
    switch (query.sort) {
        case QueueSort::priority:
            return false;
        case QueueSort::oldest:
            return query.until && key.created_at > milliseconds(*query.until);
        case QueueSort::newest:
            return query.since && key.created_at < milliseconds(*query.since);
        case QueueSort::score:
            return query.score_min && key.score < *query.score_min;
    }
    return false;
}

bool within_bounds(const QueueQuery& query, const Entry& entry) {
    const QueueKey& key = entry.key;
    return (!query.escalated || *query.escalated == entry.escalated) &&
           (!query.score_min || key.score >= *query.score_min) &&
           (!query.score_max || key.score <= *query.score_max) &&
           (!query.since || key.created_at >= milliseconds(*query.since)) &&
           (!query.until || key.created_at <= milliseconds(*query.until));
}

bool stands_in(Connection& db, std::int64_t comment, const std::string& list) {
    return db.query("SELECT 1 FROM queue_lists WHERE comment = ? AND list = ?", comment, list)
        .step();
}

bool text_matches(Connection& db, std::int64_t comment, const std::string& needle) {
    Statement row = db.query("SELECT text FROM comments WHERE pk = ?", comment);
    return row.step() && holds_folded(row.text(), needle);
}

/// All conditions of one question, put to one entry after the other.
class Conditions {
  public:
    Conditions(Connection& db, const QueueQuery& query, const Wanted& wanted)
        : db_(db), query_(query), wanted_(wanted), needle_(folded(query.text.value_or(""))) {}

    bool met(const SitePlan& plan, const Entry& entry) const {
        const std::int64_t comment = entry.key.comment;
        const auto in_list = [&](const std::string& list) { return stands_in(db_, comment, list); };
        const auto with_facet = [&](const std::string& facet) {
            return has_facet(db_, comment, facet);
        };
        if (!within_bounds(query_, entry)) return false;
        const bool in_others = entry.traits
                                   ? (*entry.traits & plan.also_traits) == plan.also_traits &&
                                         std::ranges::all_of(plan.looked_up, in_list)
                                   : std::ranges::all_of(plan.also, in_list);
        if (!in_others) return false;
        if (!std::ranges::all_of(plan.facets, with_facet)) return false;
        if (query_.text && !text_matches(db_, comment, needle_)) return false;
        return !wanted_ || wanted_(comment);
    }

  private:
    Connection& db_;
    const QueueQuery& query_;
    const Wanted& wanted_;
    const std::string needle_;
};

/// A set that is known whole: those of it that match, in no order.
std::vector<Entry> look_up(Connection& db, const SitePlan& plan, const Conditions& conditions) {
    std::vector<Entry> found;
    for (const std::int64_t comment : *plan.only) {
        Statement row = db.query(
            "SELECT rank, created_at, score, comment, escalated, traits FROM queue_lists"
            " WHERE comment = ? AND list = ? AND site = ?",
            comment,
            plan.walked,
            plan.site
        );
        if (!row.step()) continue;
        const Entry entry = read_entry(row);
        if (conditions.met(plan, entry)) found.push_back(entry);
    }
    return found;
}

/// Gives the place where time was up, if it was.
std::optional<QueueKey> walk_site(
    Connection& db,
    const SitePlan& plan,
    const QueueQuery& query,
    const QueueKey& start,
    std::size_t most,
    Clock::time_point end,
    const Conditions& conditions,
    std::vector<QueueKey>& keys
) {
    Statement row = plan.facet_walked.empty()
                        ? walk_from(db, plan, query.sort, clamped(query, start))
                        : walk_facet_from(db, plan, start);
    std::size_t found = 0;
    for (std::size_t looked_at = 1; found < most && row.step(); ++looked_at) {
        const Entry entry = read_entry(row);
        if (is_past_the_end(query, entry.key)) break;
        if (conditions.met(plan, entry)) {
            keys.push_back(entry.key);
            ++found;
        }
        if (looked_at % rows_between_looks == 0 && Clock::now() >= end) return entry.key;
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::int64_t> queued_sites(Connection& db, const std::vector<SiteId>& asked) {
    std::vector<std::int64_t> sites;
    for (const SiteId& id : asked) {
        if (const auto site = find_site(db, id)) sites.push_back(*site);
    }
    if (asked.empty()) {
        Statement row = db.query(
            "SELECT site FROM queue_counts WHERE list IN (?, ?)", everything_held(), appealed_list()
        );
        while (row.step()) sites.push_back(row.integer());
    }
    std::ranges::sort(sites);
    sites.erase(std::ranges::unique(sites).begin(), sites.end());
    return sites;
}

std::vector<SitePlan> plan_walk(Connection& db, const QueueQuery& query) {
    std::vector<SitePlan> plans;
    for (const std::int64_t site : queued_sites(db, query.sites)) {
        if (auto plan = plan_for(db, site, query)) plans.push_back(*std::move(plan));
    }
    return plans;
}

Walked walk_queue(
    Connection& db,
    const QueueQuery& query,
    const std::vector<SitePlan>& plans,
    const QueueKey& start,
    const WalkLimits& limits,
    const Wanted& wanted
) {
    const Clock::time_point end = Clock::now() + limits.time;
    const Conditions conditions(db, query, wanted);
    const auto earlier = [&](const QueueKey& a, const QueueKey& b) {
        return comes_before(query.sort, a, b);
    };
    Walked walked;
    for (const SitePlan& plan : plans) {
        if (plan.only) {
            for (const Entry& entry : look_up(db, plan, conditions)) {
                walked.of_sets.items += 1;
                walked.of_sets.escalated += entry.escalated ? 1 : 0;
                if (earlier(start, entry.key)) walked.keys.push_back(entry.key);
            }
            continue;
        }
        const auto stopped =
            walk_site(db, plan, query, start, limits.items, end, conditions, walked.keys);
        if (!stopped) continue;
        if (!walked.stopped_at || earlier(*stopped, *walked.stopped_at))
            walked.stopped_at = stopped;
    }
    std::ranges::sort(walked.keys, earlier);
    if (walked.stopped_at) {
        // One site's walk may have come further than another's: what lies behind is for later.
        std::erase_if(walked.keys, [&](const QueueKey& key) {
            return earlier(*walked.stopped_at, key);
        });
    }
    if (walked.keys.size() > limits.items) walked.keys.resize(limits.items);
    return walked;
}

}  // namespace chaffinch::store::sqlite
