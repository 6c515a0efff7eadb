// Trainer: makes a label of a general model from labelled comments, many passes over all of them.
//
// The same learner as the site layer (counts, residuals, one step a comment), with weighted counts
// so that neither a large corpus nor a language can become a label. Deterministic for a seed.

#pragma once

#include "engine/classifier/arithmetic.h"
#include "engine/classifier/calibration.h"
#include "engine/classifier/features.h"
#include "engine/classifier/model_file.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace chaffinch::classifier {

struct TrainingRow {
    std::vector<std::uint64_t> hashes{};  ///< under key 0, without rule hits
    bool positive = false;
    float weight = 1;  ///< rows of weight 0 are left out; 1 is ordinary
    /// For cross_fitted(): near copies belong into one fold.
    std::uint32_t fold = 0;
};

struct TrainerOptions {
    std::uint64_t seed = 1;
    int epochs = 5;
    int slot_bits = 22;
    Redescent redescent{0.5, 0.1};  ///< "robust" of classifier.md 4.4
    /// Slots with less evidence than this many comments are emptied, and so are weights below
    /// `smallest_weight`: they are most of the file and next to nothing of the score.
    double fewest_comments = 2;
    double smallest_weight = 0.05;
};

/// Called after each pass with the share done in (0, 1].
using Progress = std::function<void(double)>;

TrainedLabel train(
    std::string label,
    std::span<const TrainingRow> rows,
    const TrainerOptions& options,
    const Progress& progress = {}
);

/// What makes the scores of train(rows) honest without any other rows: each fold is scored by a
/// model of the other folds, and two numbers are fitted on these scores (Platt 1999; folds so that
/// no row vouches for itself). Costs as many trainings as there are folds. Of one fold: (1, 0).
Calibration cross_fitted(
    std::span<const TrainingRow> rows, const TrainerOptions& options, const Progress& progress = {}
);

/// Moves weights and bias so that log_odds() gives calibrated scores.
void apply(const Calibration& calibration, TrainedLabel& label);

/// Log-odds of a row under a label that is not yet written (unquantised).
double log_odds(const TrainedLabel& label, std::span<const std::uint64_t> hashes);

}  // namespace chaffinch::classifier
