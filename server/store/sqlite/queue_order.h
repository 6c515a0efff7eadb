// Which held comment a moderator should see first.

#pragma once

#include "server/records/comment_record.h"

#include <cstdint>
#include <optional>

namespace chaffinch::store::sqlite {

/// The article's own thresholds, where it has them.
struct QueueThresholds {
    std::optional<double> hold_at{};
    std::optional<double> reject_at{};
};

/// Smaller comes sooner; equal ranks go by age. Escalated items come first, then those with a
/// safety or privacy reason, then the rest; within each tier those nearest to a threshold, where
/// the engine is least sure and a person's word changes most.
std::int64_t queue_rank(const CommentRecord& record, const QueueThresholds& thresholds);

}  // namespace chaffinch::store::sqlite
