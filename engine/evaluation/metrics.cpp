// The arithmetic of judging a judge.

#include "engine/evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chaffinch::evaluation {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double probability(double z) {
    return 1 / (1 + std::exp(-z));
}

std::vector<double> scores_of(const std::vector<ScoredRow>& rows, bool positive) {
    std::vector<double> scores;
    for (const ScoredRow& row : rows) {
        if (row.positive == positive) scores.push_back(row.z);
    }
    return scores;
}

double auc_of(const std::vector<ScoredRow>& rows) {
    std::vector<const ScoredRow*> order;
    for (const ScoredRow& row : rows) order.push_back(&row);
    std::ranges::sort(order, {}, &ScoredRow::z);
    double positives = 0;
    double rank_sum = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double tied_positives = 0;
        for (; end < order.size() && order[end]->z == order[begin]->z; ++end) {
            tied_positives += order[end]->positive ? 1 : 0;
        }
        rank_sum +=
            tied_positives * (static_cast<double>(begin + 1) + static_cast<double>(end)) / 2;
        positives += tied_positives;
        begin = end;
    }
    const double negatives = static_cast<double>(rows.size()) - positives;
    if (positives == 0 || negatives == 0) return not_a_number;
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

void count(Metrics& metrics, const ScoredRow& row) {
    const bool yes = row.z >= 0;
    if (row.positive) {
        ++(yes ? metrics.true_positives : metrics.false_negatives);
    } else {
        ++(yes ? metrics.false_positives : metrics.true_negatives);
    }
    const double p = probability(row.z);
    const auto bin = static_cast<std::size_t>(p * static_cast<double>(reliability_bins));
    ReliabilityBin& into = metrics.bins[std::min(bin, reliability_bins - 1)];
    ++into.rows;
    into.positives += row.positive ? 1 : 0;
    into.probability_sum += p;
    const double clipped = std::clamp(p, 1e-6, 1 - 1e-6);
    metrics.log_loss -= std::log(row.positive ? clipped : 1 - clipped);
    auto& histogram = row.positive ? metrics.positives_by_z : metrics.negatives_by_z;
    ++histogram[static_cast<std::size_t>(std::clamp(std::floor(row.z) + 10, 0.0, 19.0))];
}

}  // namespace

double threshold_at(const std::vector<ScoredRow>& rows, double ham_loss) {
    std::vector<double> negatives = scores_of(rows, false);
    const auto allowed =
        static_cast<std::size_t>(ham_loss * static_cast<double>(negatives.size()) + 1e-9);
    if (allowed >= negatives.size()) return -std::numeric_limits<double>::infinity();
    const auto nth = negatives.begin() + static_cast<std::ptrdiff_t>(allowed);
    std::ranges::nth_element(negatives, nth, std::ranges::greater{});
    return *nth;
}

double recall_at(const std::vector<ScoredRow>& rows, double ham_loss) {
    const std::vector<double> positives = scores_of(rows, true);
    if (positives.empty() || positives.size() == rows.size()) return not_a_number;
    const double threshold = threshold_at(rows, ham_loss);
    const auto caught = std::ranges::count_if(positives, [&](double z) { return z > threshold; });
    return static_cast<double>(caught) / static_cast<double>(positives.size());
}

Metrics measure(const std::vector<ScoredRow>& rows) {
    Metrics metrics;
    metrics.rows = rows.size();
    for (const ScoredRow& row : rows) count(metrics, row);
    metrics.auc = auc_of(rows);
    metrics.recall_at_0_1 = recall_at(rows, 0.001);
    metrics.recall_at_0_5 = recall_at(rows, 0.005);
    metrics.recall_at_1 = recall_at(rows, 0.01);
    if (rows.empty()) return metrics;
    const auto total = static_cast<double>(rows.size());
    metrics.accuracy = static_cast<double>(metrics.true_positives + metrics.true_negatives) / total;
    metrics.log_loss /= total;
    for (const ReliabilityBin& bin : metrics.bins) {
        metrics.ece += std::abs(bin.probability_sum - static_cast<double>(bin.positives)) / total;
    }
    return metrics;
}

}  // namespace chaffinch::evaluation
