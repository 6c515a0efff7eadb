// Counts by hour and day: reading what has not been counted, adding it up, writing it down. Called
// within a transaction; throws SqliteError.

#pragma once

#include "server/store/insight.h"
#include "server/store/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace chaffinch::store::sqlite {

/// How far the counting has come: row numbers.
struct TallyProgress {
    std::int64_t comment = 0;
    std::int64_t decision = 0;

    friend bool operator==(const TallyProgress&, const TallyProgress&) = default;
};

/// What is to be added to the counts, and where they stand afterwards.
struct TallySum {
    struct OfRule {
        std::int64_t hits = 0;
        std::int64_t shadow_hits = 0;
        std::int64_t upheld = 0;
        std::int64_t overturned = 0;
        std::optional<Timestamp> last_hit{};
    };

    TallyProgress from{};
    TallyProgress to{};
    std::vector<std::int64_t> undone{};  ///< rows of tally_undone that are taken off
    /// By row of the site, measure, slot and name.
    std::map<std::tuple<std::int64_t, Measure, Timestamp, std::string>, std::int64_t> counts{};
    std::map<std::pair<std::int64_t, std::string>, OfRule> rules{};
    bool more = false;

    [[nodiscard]] bool is_empty() const { return from == to && undone.empty(); }
};

/// Reads only. At most `most` comments, `most` decisions and `most` undone ones.
TallySum sum_up(Connection& db, std::size_t most);

/// Adds the sum unless somebody else has counted meanwhile.
void add_tallies(Connection& db, const TallySum& sum);

std::vector<Tally> tallies_of(
    Connection& db, const SiteId& site, Measure measure, Timestamp from, Timestamp to
);
std::vector<RuleTally> rule_tallies_of(Connection& db, const SiteId& site);
std::vector<ScoreCount> queue_scores_of(Connection& db, const std::vector<SiteId>& sites);

}  // namespace chaffinch::store::sqlite
