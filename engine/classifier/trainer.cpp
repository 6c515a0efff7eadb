// Batch training by repeated online steps.

#include "engine/classifier/trainer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <utility>

namespace chaffinch::classifier {
namespace {

struct Slot {
    float positives = 0;
    float negatives = 0;
    float weight = 0;
    float squares = 0;
};

/// A number that AdaGrad moves.
struct Adaptive {
    double value = 0;
    double squares = 1;

    void move(double gradient) {
        squares += gradient * gradient;
        value += scalar_rate * gradient / std::sqrt(squares);
    }
};

class Training {
  public:
    Training(
        std::span<const TrainingRow> rows,
        const TrainerOptions& options,
        std::optional<std::uint32_t> without_fold
    )
        : rows_(rows), options_(options), slots_(std::size_t{1} << options.slot_bits) {
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            if (rows[i].weight > 0 && !rows[i].hashes.empty() && rows[i].fold != without_fold)
                order_.push_back(i);
        }
        scale_.value = 1;
    }

    void count_all() {
        for (const std::uint32_t index : order_) {
            const TrainingRow& row = rows_[index];
            for (const std::uint64_t hash : row.hashes) {
                Slot& slot = slots_[slot_of(hash)];
                (row.positive ? slot.positives : slot.negatives) += row.weight;
            }
            totals_[row.positive] += static_cast<double>(row.weight);
        }
    }

    void pass(std::mt19937_64& random) {
        std::ranges::shuffle(order_, random);
        for (std::size_t i = 0; i < order_.size(); ++i) {
            if (i + 1 < order_.size()) fetch(rows_[order_[i + 1]]);
            step(rows_[order_[i]]);
        }
    }

    [[nodiscard]] TrainedLabel finish(std::string name) const {
        TrainedLabel label;
        label.label = std::move(name);
        label.slot_bits = options_.slot_bits;
        label.bias = bias_.value;
        label.weights.resize(slots_.size());
        const double prior = base(false, 0);
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            const Slot& slot = slots_[i];
            const auto seen = static_cast<double>(slot.positives + slot.negatives);
            if (seen < options_.fewest_comments) continue;
            const double weight =
                scale_.value * ratio(slot, prior, false, 0) + static_cast<double>(slot.weight);
            if (std::abs(weight) >= options_.smallest_weight)
                label.weights[i] = static_cast<float>(weight);
        }
        return label;
    }

  private:
    [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const {
        return static_cast<std::size_t>(hash >> (64 - options_.slot_bits));
    }

    // `own` is the weight of the row being trained, which its own count must not vouch for.
    [[nodiscard]] double base(bool positive, double own) const {
        return std::log(
            (totals_[0] - (positive ? 0 : own) + 2 * count_smoothing) /
            (totals_[1] - (positive ? own : 0) + 2 * count_smoothing)
        );
    }

    static double ratio(const Slot& slot, double base, bool positive, double own) {
        const double p = std::max(0.0, static_cast<double>(slot.positives) - (positive ? own : 0));
        const double n = std::max(0.0, static_cast<double>(slot.negatives) - (positive ? 0 : own));
        // Sums of floats leave a crumb where the row was alone in its slot.
        if (p + n < 1e-3) return 0;
        return clipped_ratio(std::log(p + count_smoothing), std::log(n + count_smoothing), base);
    }

    // The table is larger than any cache and a row's places lie all over it: asking for them one
    // row ahead takes less than half of the time of a pass.
    void fetch(const TrainingRow& row) const {
        for (const std::uint64_t hash : row.hashes) __builtin_prefetch(&slots_[slot_of(hash)], 1);
    }

    void step(const TrainingRow& row) {
        const auto own = static_cast<double>(row.weight);
        const double prior = base(row.positive, own);
        double ratios = 0;
        double residuals = 0;
        for (const std::uint64_t hash : row.hashes) {
            const Slot& slot = slots_[slot_of(hash)];
            ratios += ratio(slot, prior, row.positive, own);
            residuals += static_cast<double>(slot.weight);
        }
        const double norm = 1 / std::sqrt(static_cast<double>(row.hashes.size()));
        ratios *= norm;
        const double z = bias_.value + scale_.value * ratios + residuals * norm;
        const double error =
            own * redescended((row.positive ? 1.0 : 0.0) - sigmoid(z), options_.redescent);
        bias_.move(error);
        scale_.move(error * ratios);
        const double gradient = error * norm;
        for (const std::uint64_t hash : row.hashes) {
            Slot& slot = slots_[slot_of(hash)];
            slot.squares += static_cast<float>(gradient * gradient);
            slot.weight += static_cast<float>(
                residual_rate * gradient /
                std::sqrt(residual_epsilon + static_cast<double>(slot.squares))
            );
        }
    }

    std::span<const TrainingRow> rows_;
    TrainerOptions options_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> order_{};
    double totals_[2] = {0, 0};
    Adaptive bias_{};
    Adaptive scale_{};
};

TrainedLabel train_without(
    std::optional<std::uint32_t> fold,
    std::string label,
    std::span<const TrainingRow> rows,
    const TrainerOptions& options,
    const Progress& progress
) {
    Training training{rows, options, fold};
    training.count_all();
    std::mt19937_64 random{options.seed};
    for (int pass = 0; pass < options.epochs; ++pass) {
        training.pass(random);
        if (progress) progress(static_cast<double>(pass + 1) / options.epochs);
    }
    return training.finish(std::move(label));
}

}  // namespace

TrainedLabel train(
    std::string label,
    std::span<const TrainingRow> rows,
    const TrainerOptions& options,
    const Progress& progress
) {
    return train_without(std::nullopt, std::move(label), rows, options, progress);
}

Calibration cross_fitted(
    std::span<const TrainingRow> rows, const TrainerOptions& options, const Progress& progress
) {
    std::uint32_t folds = 0;
    for (const TrainingRow& row : rows) folds = std::max(folds, row.fold + 1);
    if (folds < 2) return {};
    std::vector<Prequential> log;
    for (std::uint32_t fold = 0; fold < folds; ++fold) {
        const TrainedLabel label = train_without(fold, {}, rows, options, {});
        for (const TrainingRow& row : rows) {
            if (row.fold == fold && row.weight > 0)
                log.push_back({log_odds(label, row.hashes), row.positive});
        }
        if (progress) progress(static_cast<double>(fold + 1) / folds);
    }
    return fit_calibration(log);
}

void apply(const Calibration& calibration, TrainedLabel& label) {
    for (float& weight : label.weights) weight *= static_cast<float>(calibration.slope);
    label.bias = calibration.slope * label.bias + calibration.offset;
}

double log_odds(const TrainedLabel& label, std::span<const std::uint64_t> hashes) {
    if (hashes.empty()) return label.bias;
    double sum = 0;
    for (const std::uint64_t hash : hashes) {
        sum += static_cast<double>(
            label.weights[static_cast<std::size_t>(hash >> (64 - label.slot_bits))]
        );
    }
    return label.bias + sum / std::sqrt(static_cast<double>(hashes.size()));
}

}  // namespace chaffinch::classifier
