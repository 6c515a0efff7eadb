// Stretches: the ledger by day and moderator, for a person who looks for the place to roll back to.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chaffinch::learning {

/// What a stretch is made of: one lesson in force.
struct LessonPlace {
    std::int64_t sequence = 0;
    std::string day{};  ///< "2025-03-28", UTC
    std::string moderator{};
    bool positive = false;
};

/// Neighbouring lessons of one moderator on one day. The ledger can be rolled back to any sequence;
/// the last of a stretch is where one would.
struct Stretch {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::string day{};
    std::string moderator{};
    std::size_t positives = 0;
    std::size_t negatives = 0;

    friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// Lessons in the order of the ledger.
std::vector<Stretch> stretches_of(const std::vector<LessonPlace>& lessons);

}  // namespace chaffinch::learning
