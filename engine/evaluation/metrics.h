// Metrics: scores and true answers in, figures out.
//
// Definitions are those of the reference measurements (classifier.md section 4), so that figures
// can be set side by side: AUC by ranks with ties counted half; recall at a ham loss of x is the
// share of positives scored strictly above the (k+1)-th highest negative, k = floor(x * negatives),
// so ties count against the judge; ECE over 15 bins of equal width.

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace chaffinch::evaluation {

/// One judged row. `z` are log-odds: the judge says yes from 0 on.
struct ScoredRow {
    double z = 0;
    bool positive = false;
    std::string corpus{};
    std::string language{};
};

inline constexpr std::size_t reliability_bins = 15;

/// Rows whose probability fell into one fifteenth of [0, 1].
struct ReliabilityBin {
    std::size_t rows = 0;
    std::size_t positives = 0;
    double probability_sum = 0;
};

struct Metrics {
    std::size_t rows = 0;
    std::size_t true_positives = 0, false_positives = 0, true_negatives = 0, false_negatives = 0;
    double accuracy = 0;
    double auc = 0;  ///< NaN when a class is missing, as are the recalls
    double recall_at_0_1 = 0, recall_at_0_5 = 0, recall_at_1 = 0;  ///< at 0.1, 0.5, 1 % ham loss
    double log_loss = 0;
    double ece = 0;
    std::array<ReliabilityBin, reliability_bins> bins{};
    /// Rows by z from -10 to 10 in steps of one; the ends hold what lies beyond.
    std::array<std::size_t, 20> negatives_by_z{}, positives_by_z{};
};

Metrics measure(const std::vector<ScoredRow>& rows);

/// Share of positives strictly above the threshold at which `ham_loss` of the negatives is lost.
double recall_at(const std::vector<ScoredRow>& rows, double ham_loss);

/// The smallest z above which at most `ham_loss` of the negatives lie (the recall's threshold).
double threshold_at(const std::vector<ScoredRow>& rows, double ham_loss);

}  // namespace chaffinch::evaluation
