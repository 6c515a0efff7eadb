// Names and buckets of what is counted.

#include "server/store/insight.h"

#include <algorithm>
#include <cmath>

namespace chaffinch::store {

namespace {

/// Two years in quarters of an octave.
constexpr int highest_wait_bucket = 104;

}  // namespace

std::string_view name(Measure measure) {
    switch (measure) {
        case Measure::outcome:
            return "outcome";
        case Measure::score:
            return "score";
        case Measure::rule:
            return "rule";
        case Measure::judgement:
            return "judgement";
        case Measure::opinion:
            return "opinion";
        case Measure::judged_score:
            return "judged_score";
        case Measure::wait:
            return "wait";
        case Measure::moderator:
            return "moderator";
        case Measure::overruled:
            return "overruled";
        case Measure::people:
            return "people";
    }
    return "";
}

int score_bucket(double score) {
    if (!std::isfinite(score)) return 0;
    const double bucket = std::floor(score / score_step);
    return static_cast<int>(std::clamp(
        bucket, static_cast<double>(lowest_score_bucket), static_cast<double>(highest_score_bucket)
    ));
}

int wait_bucket(double seconds) {
    const double octaves = 4 * std::log2(1 + std::max(0.0, seconds));
    return std::min(highest_wait_bucket, static_cast<int>(octaves));
}

double wait_bucket_begin(int bucket) {
    return std::exp2(static_cast<double>(bucket) / 4) - 1;
}

}  // namespace chaffinch::store
