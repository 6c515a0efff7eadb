// What insight needs of the store: counts by hour and day, kept up behind the comments and the
// decisions, so that a question never reads the comments themselves. Same promises as
// submissions.h.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::store {

/// What is counted, a slot of time and a name. Stored by name.
enum class Measure : std::uint8_t {
    outcome,       ///< comments by the hour they came: "approve", "hold", "reject", "escalated"
    score,         ///< comments by day: "<bucket>" of the verdict's score
    rule,          ///< comments by day on which a rule fired: its id
    judgement,     ///< decisions of people by the hour: "approve", "reject", "escalate"
    opinion,       ///< decisions by day: "<outcome of the engine>:<judgement>"
    judged_score,  ///< decisions by day: "<bucket>:<judgement>"
    wait,          ///< first decisions by day: "<bucket>" of the seconds the comment waited
    moderator,     ///< decisions by day: the moderator's login
    overruled,     ///< by day, decisions contradicted or undone by another: login of the first
    people,        ///< by day, second opinions on a comment: "same", "differ"
};

std::string_view name(Measure measure);

/// Scores in steps of half a point: bucket 4 is [2, 2.5). Ends are open.
inline constexpr double score_step = 0.5;
inline constexpr int lowest_score_bucket = -20;
inline constexpr int highest_score_bucket = 40;
int score_bucket(double score);

/// Waits in quarters of an octave: bucket b begins at 2^(b/4) - 1 seconds.
int wait_bucket(double seconds);
double wait_bucket_begin(int bucket);

struct Tally {
    Timestamp slot{};  ///< begin of the hour or day, UTC
    std::string name{};
    std::int64_t count = 0;
};

struct RuleTally {
    std::string rule{};
    std::int64_t hits = 0;         ///< comments on which it fired and counted
    std::int64_t shadow_hits = 0;  ///< comments on which it would have
    std::int64_t upheld = 0;       ///< decided by a person as the rule would have it
    std::int64_t overturned = 0;   ///< decided against it
    std::optional<Timestamp> last_hit{};
};

struct ScoreCount {
    int bucket = 0;
    std::int64_t waiting = 0;
};

class InsightStore {
  public:
    virtual ~InsightStore() = default;

    /// Counts what came since the last time, at most `most` comments and as many decisions. True
    /// when more is left. Two at once do no harm: one of them counts.
    virtual boost::asio::awaitable<bool> count_on(std::size_t most) = 0;

    /// Counts of a site with `from` <= slot < `to`, in order of time and name.
    virtual boost::asio::awaitable<std::vector<Tally>> tallies(
        SiteId site, Measure measure, Timestamp from, Timestamp to
    ) = 0;

    /// Every rule that ever fired on the site, in order of id.
    virtual boost::asio::awaitable<std::vector<RuleTally>> rule_tallies(SiteId site) = 0;

    /// Scores of everything that waits in the queue of these sites.
    virtual boost::asio::awaitable<std::vector<ScoreCount>> queue_scores(std::vector<SiteId> sites
    ) = 0;
};

}  // namespace chaffinch::store
