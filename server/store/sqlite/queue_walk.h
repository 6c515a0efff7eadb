// Walking the queue: the items that match a question, in its order, from some place on.
//
// Every site's list is kept in order by the database, so a walk over several sites is a merge of
// one walk a site. Of several lists asked for a short one is walked; each of its rows says which
// others the item stands in, but for those of articles, where it is looked up. A facet that few
// items have is fetched whole instead and put in order here; one that many have is walked itself in
// the order of priority, which its index keeps. What no index can find (text, a rare property in
// another order) is walked past, as long as there is time.

#pragma once

#include "server/store/reviews.h"
#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/queue_cursor.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite {

/// Of a walk along a longer list, what a question leaves of it is not counted: a page may not cost
/// more for a long queue than for a short one.
inline constexpr std::int64_t most_counted = 1'000;

/// What one site's part of a question comes down to.
struct SitePlan {
    std::int64_t site = 0;
    std::string walked{};                  ///< the shortest of the lists asked for
    std::vector<std::string> also{};       ///< further lists an item must stand in
    std::int64_t also_traits = 0;          ///< of those that have one (queue_traits.h)
    std::vector<std::string> looked_up{};  ///< the rest of them
    std::string facet_walked{};            ///< not empty: the walk is along this facet instead
    std::vector<std::string> facets{};     ///< further ones an item must have
    /// With a value: these items alone come into question.
    std::optional<std::vector<std::int64_t>> only{};
};

/// Row numbers of the sites asked for, or with none asked for of all that have a queue.
std::vector<std::int64_t> queued_sites(Connection& db, const std::vector<SiteId>& asked);

/// The sites of the question that have anything in the queue that could match.
std::vector<SitePlan> plan_walk(Connection& db, const QueueQuery& query);

struct WalkLimits {
    std::size_t items = 0;
    std::chrono::milliseconds time{};
};

/// A further condition, asked of items that meet all others. `comment` is the row number.
using Wanted = std::function<bool(std::int64_t comment)>;

struct QueueLength {
    std::int64_t items = 0;
    std::int64_t escalated = 0;
};

struct Walked {
    std::vector<QueueKey> keys{};  ///< in the order of the question
    /// All that match of plans whose set is known (`only`), from the beginning on.
    QueueLength of_sets{};
    /// With a value: time was up; nothing was left out before this place, and the walk can go on
    /// from it.
    std::optional<QueueKey> stopped_at{};
};

/// Every walk makes some way, however short the time. An empty `wanted` wants all.
Walked walk_queue(
    Connection& db,
    const QueueQuery& query,
    const std::vector<SitePlan>& plans,
    const QueueKey& start,
    const WalkLimits& limits,
    const Wanted& wanted
);

}  // namespace chaffinch::store::sqlite
