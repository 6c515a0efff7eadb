// Two-parameter logistic regression by Newton's method.

#include "engine/classifier/calibration.h"

#include "engine/classifier/arithmetic.h"

#include <algorithm>
#include <cmath>

namespace chaffinch::classifier {
namespace {

constexpr double prior = 12;
constexpr int max_rounds = 25;
constexpr double z_bound = 12;  ///< beyond it a score says no more, but would steer the fit

struct Normal {
    double gradient_slope = 0, gradient_offset = 0;
    double slope_slope = prior, slope_offset = 0, offset_offset = prior;
};

Normal accumulate(std::span<const Prequential> log, Calibration at) {
    Normal sum;
    sum.gradient_slope = -prior * (at.slope - 1);
    sum.gradient_offset = -prior * at.offset;
    for (const Prequential& entry : log) {
        const double z = std::clamp(entry.z, -z_bound, z_bound);
        const double p = sigmoid(at.slope * z + at.offset);
        const double error = (entry.positive ? 1.0 : 0.0) - p;
        const double spread = p * (1 - p);
        sum.gradient_slope += error * z;
        sum.gradient_offset += error;
        sum.slope_slope += spread * z * z;
        sum.slope_offset += spread * z;
        sum.offset_offset += spread;
    }
    return sum;
}

}  // namespace

Calibration fit_calibration(std::span<const Prequential> log) {
    Calibration at;
    if (log.empty()) return at;
    for (int round = 0; round < max_rounds; ++round) {
        const Normal sum = accumulate(log, at);
        const double determinant =
            sum.slope_slope * sum.offset_offset - sum.slope_offset * sum.slope_offset;
        const double slope =
            (sum.offset_offset * sum.gradient_slope - sum.slope_offset * sum.gradient_offset) /
            determinant;
        const double offset =
            (sum.slope_slope * sum.gradient_offset - sum.slope_offset * sum.gradient_slope) /
            determinant;
        // Newton's step can overshoot far from the answer; one unit a round is far enough.
        at.slope += std::clamp(slope, -1.0, 1.0);
        at.offset += std::clamp(offset, -1.0, 1.0);
        if (std::abs(slope) < 1e-9 && std::abs(offset) < 1e-9) break;
    }
    at.slope = std::clamp(at.slope, 0.25, 4.0);
    return at;
}

}  // namespace chaffinch::classifier
