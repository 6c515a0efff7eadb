// From signals to one total: groups capped and floored, the classifier held within its cap.

#pragma once

#include "engine/policy/policy.h"
#include "engine/types/signal.h"

#include <vector>

namespace chaffinch::policy {

/// Far above any threshold; keeps sums finite whatever a rule file or a model says.
inline constexpr double weight_limit = 1'000.0;

/// Points of all live signals. Always finite.
struct Score {
    double total = 0;               ///< after caps and floors
    double besides_classifier = 0;  ///< the same without what the classifier said
    /// What each signal adds to the total after caps: same order and size as the signals, 0 for
    /// those in shadow. A capped group's points are shared out in proportion to its weights.
    std::vector<double> contributions{};
};

/// Sums are kept in millionths of a point, as integers: they do not depend on the order of the
/// signals and never fall when a weight rises, which floating-point sums would not promise.
/// Where the signals of one group disagree about its cap or floor, the narrower bound holds.
/// A weight that is not a number counts as 0; one signal counts at most `weight_limit` points.
/// Without a group, the classifier's signals form one, bounded by Policy::classifier_cap.
Score score_of(const Signals& signals, const Policy& policy);

}  // namespace chaffinch::policy
