// The rank is one integer, so that the database can keep the queue in order: tier, then distance.

#include "server/store/sqlite/queue_order.h"

#include <algorithm>
#include <cmath>

namespace chaffinch::store::sqlite {

namespace {

/// Log-odds points, the defaults of the engine's policy.
constexpr double default_hold_at = 2;
constexpr double default_reject_at = 5;

constexpr std::int64_t tier_size = 1'000'000;
constexpr double distance_steps_a_point = 100;  // finer differences are noise; age decides there

bool wants_human(const Verdict& verdict) {
    return std::ranges::any_of(verdict.reasons, [](const ReasonScore& entry) {
        return needs_human(entry.reason);
    });
}

std::int64_t tier(const CommentRecord& record, const QueueMarks& marks) {
    if (record.escalated) return 0;
    return marks.urgent || wants_human(record.verdict) ? 1 : 2;
}

}  // namespace

std::int64_t queue_rank(
    const CommentRecord& record, const QueueMarks& marks, const QueueThresholds& thresholds
) {
    const double score = record.verdict.score;
    const double distance = std::min(
        std::abs(score - thresholds.hold_at.value_or(default_hold_at)),
        std::abs(score - thresholds.reject_at.value_or(default_reject_at))
    );
    const double nearness = 1 + static_cast<double>(marks.reporters);
    const bool known = std::isfinite(distance) && !marks.appealed;
    const double steps = known ? distance * distance_steps_a_point / nearness : 0;
    const double within = std::min(steps, static_cast<double>(tier_size - 1));
    return tier(record, marks) * tier_size + std::llround(within);
}

}  // namespace chaffinch::store::sqlite
