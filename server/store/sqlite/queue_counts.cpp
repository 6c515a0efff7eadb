// How long the lists of the queue are.

#include "server/store/sqlite/claim_rows.h"
#include "server/store/sqlite/queue_facets.h"
#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/queue_walk.h"

#include <algorithm>

namespace chaffinch::store::sqlite {

namespace {

/// Facets have no counter of their own.
constexpr std::size_t most_counted = 1'000;

void add_lists(Connection& db, std::int64_t site, QueueCounts& counts) {
    // Lists of articles are many and not asked for: the range ends before and begins after them.
    Statement row = db.query(
        "SELECT list, held FROM queue_counts WHERE site = ?1 AND list < 'article:'"
        " UNION ALL"
        " SELECT list, held FROM queue_counts WHERE site = ?1 AND list >= 'article;'",
        site
    );
    while (row.step()) {
        const std::string list = row.text();
        const std::int64_t held = row.integer();
        if (list == everything_held()) {
            counts.total += held;
        } else if (list == escalated_list()) {
            counts.escalated += held;
        } else if (list == reported_list()) {
            counts.reported += held;
        } else if (list == appealed_list()) {
            counts.appealed += held;
        } else if (reason_from_code(list)) {
            counts.reasons[list] += held;
        }
    }
}

std::int64_t count_facet(Connection& db, std::int64_t site, const std::string& facet) {
    return static_cast<std::int64_t>(comments_with_facet(db, site, facet, most_counted).size());
}

std::int64_t held_on(
    Connection& db,
    const std::vector<std::int64_t>& sites,
    const ModeratorId& moderator,
    Timestamp now
) {
    std::int64_t held = 0;
    for (const std::int64_t comment : comments_held_by(db, moderator, now)) {
        Statement row = db.query("SELECT site FROM comments WHERE pk = ?", comment);
        if (row.step() && std::ranges::find(sites, row.integer()) != sites.end()) ++held;
    }
    return held;
}

}  // namespace

QueueCounts count_queue(
    Connection& db,
    const std::vector<SiteId>& sites,
    const ModeratorId& moderator,
    const std::string& login,
    Timestamp now
) {
    QueueCounts counts;
    const std::vector<std::int64_t> rows = queued_sites(db, sites);
    for (const std::int64_t site : rows) {
        add_lists(db, site, counts);
        counts.skipped += count_facet(db, site, facet_of_skips());
        counts.assigned += count_facet(db, site, facet_of_assignment(login));
    }
    counts.mine = held_on(db, rows, moderator, now);
    return counts;
}

}  // namespace chaffinch::store::sqlite
