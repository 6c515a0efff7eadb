// The arithmetic that the site layer and the trainer share: naive-Bayes log-ratios with residual
// logistic weights, one AdaGrad step a decision. docs: classifier.md section 5 ("nbres").

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace chaffinch::classifier {

/// Constants of the learner. Each was measured to be flat around its value (classifier.md, 5).
inline constexpr double ratio_clip = 3.0;       ///< 2 to 6 equal
inline constexpr double count_smoothing = 0.5;  ///< 0.1 to 1 equal
inline constexpr double residual_rate = 0.5;
inline constexpr double scalar_rate = 0.3;
inline constexpr double residual_epsilon = 1e-4;
inline constexpr double z_clip = 6.0;  ///< of the general layer, and of weights given out

/// The hold threshold of the default policy, at which a score begins to cost a person's time.
inline constexpr double hold_points = 2.0;

/// Labels the model finds incredible pull less: from `cap` on, the error shrinks linearly to
/// `floor` at |e| = 1 (redescending loss; at 10-20 % wrong labels 0.6 to 3.5 points of accuracy).
struct Redescent {
    double cap = 0.7;
    double floor = 0.1;
};

inline double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z));
}

inline double redescended(double error, Redescent by) {
    const double size = std::abs(error);
    if (size <= by.cap) return error;
    const double shrunk = by.cap - (size - by.cap) * (by.cap - by.floor) / (1 - by.cap);
    return error > 0 ? shrunk : -shrunk;
}

/// log((n1 + 1/2) / (n0 + 1/2)) less the prior, clipped.
inline double clipped_ratio(double log_positive, double log_negative, double base) {
    return std::clamp(log_positive - log_negative + base, -ratio_clip, ratio_clip);
}

/// What is left of evidence about a word of the article's own topic. Both signs shrink, so that a
/// topic word neither convicts nor acquits; `seen` labelled comments of this site that had the word
/// give it back its voice (kappa 0.25 to 1 measured equal; classifier.md 7, 4b).
inline double neutralised(double topic, double seen) {
    constexpr double kappa = 0.5;
    return 1 - topic / (1 + seen / kappa);
}

}  // namespace chaffinch::classifier
