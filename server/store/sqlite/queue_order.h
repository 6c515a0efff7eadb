// Which held comment a moderator should see first.

#pragma once

#include "server/records/comment_record.h"

#include <cstdint>
#include <optional>

namespace chaffinch::store::sqlite {

/// What reports and appeals say about a comment's place in the queue.
struct QueueMarks {
    std::int64_t reporters = 0;  ///< with an open report
    bool urgent = false;         ///< one of them for safety, privacy or a threat
    bool appealed = false;
};

/// The article's own thresholds, where it has them.
struct QueueThresholds {
    std::optional<double> hold_at{};
    std::optional<double> reject_at{};
};

/// Smaller comes sooner; equal ranks go by age. Escalated items come first, then those with a
/// safety or privacy reason, then the rest; within each tier those nearest to a threshold, where
/// the engine is least sure and a person's word changes most.
/// Reports count as nearness, each as much as the first; an urgent one like a safety reason, an
/// appeal like a score on the threshold: somebody waits for the answer.
std::int64_t queue_rank(
    const CommentRecord& record, const QueueMarks& marks, const QueueThresholds& thresholds
);

}  // namespace chaffinch::store::sqlite
