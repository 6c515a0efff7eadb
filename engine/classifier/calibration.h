// Calibration: two numbers that turn a score into honest log-odds.

#pragma once

#include "engine/classifier/site_layer.h"

#include <cstddef>
#include <span>

namespace chaffinch::classifier {

struct Calibration {
    double slope = 1;
    double offset = 0;
};

/// Decisions needed before the layer is recalibrated, and how often it is done again.
inline constexpr std::size_t decisions_to_recalibrate = 200;
inline constexpr std::size_t recalibration_interval = 50;

/// Scores kept for calibration and for the reliability table.
inline constexpr std::size_t prequential_window = 2'000;

/// Logistic regression of the answers on z (Platt 1999), drawn to (1, 0) by a prior worth about a
/// dozen decisions, so that separable or one-sided logs stay finite. Deterministic; the slope stays
/// in [1/4, 4]. An empty log gives (1, 0).
Calibration fit_calibration(std::span<const Prequential> log);

}  // namespace chaffinch::classifier
