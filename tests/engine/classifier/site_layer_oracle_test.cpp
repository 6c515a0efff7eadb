// The site layer against the obvious way to do it: maps of doubles, one formula a line.

#include "engine/classifier/site_layer.h"
#include "tests/engine/classifier/examples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::classifier {
namespace {

constexpr HashKey key{3};

/// "nbres" of classifier.md, section 5, without replay, calibration and hashing.
class Naive {
  public:
    double z(const TrainingExample& example) const {
        return bias_ + scale_ * ratios(example) + residuals(example) + gain_ * general(example);
    }

    void learn(const TrainingExample& example) {
        double error = (example.positive ? 1.0 : 0.0) - 1 / (1 + std::exp(-z(example)));
        if (std::abs(error) > 0.7) {
            const double shrunk = 0.7 - (std::abs(error) - 0.7) * 0.6 / 0.3;
            error = error > 0 ? shrunk : -shrunk;
        }
        const double r = ratios(example);
        move(bias_, bias_squares_, error);
        move(scale_, scale_squares_, error * r);
        move(gain_, gain_squares_, error * general(example));
        for (std::size_t i = 0; i < example.features.hashes.size(); ++i) {
            const std::uint64_t f = slot(example.features.hashes[i]);
            const double g = example.weight * error * share(example, i) / root(example);
            squares_[f] += g * g;
            weights_[f] += 0.5 * g / std::sqrt(1e-4 + squares_[f]);
        }
        for (const std::uint64_t hash : example.features.hashes)
            counts_[{slot(hash), example.positive}] += example.weight;
        totals_[example.positive] += example.weight;
    }

  private:
    /// A small layer has 2^18 places; a few features share one.
    static std::uint64_t slot(std::uint64_t hash) { return hash >> 46U; }

    static double general(const TrainingExample& example) {
        return std::clamp(example.general_z, -6.0, 6.0);
    }

    static double root(const TrainingExample& example) {
        return std::sqrt(static_cast<double>(example.features.hashes.size()));
    }

    static void move(double& value, double& squares, double gradient) {
        squares += gradient * gradient;
        value += 0.3 * gradient / std::sqrt(squares);
    }

    double count(std::uint64_t f, bool positive) const {
        const auto found = counts_.find({f, positive});
        return found == counts_.end() ? 0 : found->second;
    }

    double share(const TrainingExample& example, std::size_t i) const {
        const std::uint64_t f = slot(example.features.hashes[i]);
        const double seen = count(f, true) + count(f, false);
        return 1 - static_cast<double>(example.features.topic[i]) / (1 + seen / 0.5);
    }

    double ratios(const TrainingExample& example) const {
        double sum = 0;
        for (std::size_t i = 0; i < example.features.hashes.size(); ++i) {
            const std::uint64_t f = slot(example.features.hashes[i]);
            if (count(f, true) + count(f, false) == 0) continue;
            const double r = std::log((count(f, true) + 0.5) / (count(f, false) + 0.5)) +
                             std::log((totals_[0] + 1) / (totals_[1] + 1));
            sum += share(example, i) * std::clamp(r, -3.0, 3.0);
        }
        return sum / root(example);
    }

    double residuals(const TrainingExample& example) const {
        double sum = 0;
        for (std::size_t i = 0; i < example.features.hashes.size(); ++i) {
            const auto found = weights_.find(slot(example.features.hashes[i]));
            if (found != weights_.end()) sum += share(example, i) * found->second;
        }
        return sum / root(example);
    }

    std::map<std::pair<std::uint64_t, bool>, double> counts_{};
    std::map<std::uint64_t, double> weights_{}, squares_{};
    double totals_[2] = {0, 0};
    double bias_ = 0, scale_ = 1, gain_ = 0.5;
    double bias_squares_ = 1, scale_squares_ = 1, gain_squares_ = 1;
};

TEST(SiteLayerOracle, ScoresAsTheNaiveLearnerDoesAfterEveryDecision) {
    chaffinch::test::SeededRandom random;
    SiteLayer layer{key, {.replays = 0, .max_class_weight = 1, .recalibrates = false}};
    Naive naive;
    for (int i = 0; i < 400; ++i) {
        const TrainingExample example = test::random_example(random, i, key);
        const LayerExplanation told = layer.explain(example.features, example.general_z);
        if (!told.score.abstains) {
            // Slots hold floats: what is left after hundreds of steps is their rounding.
            ASSERT_NEAR(told.score.z, naive.z(example), 2e-4) << "decision " << i;
        }
        layer.learn(example);
        naive.learn(example);
    }
}

TEST(SiteLayerOracle, RemembersItsPrequentialScores) {
    chaffinch::test::SeededRandom random;
    SiteLayer layer{key, {.replays = 0, .max_class_weight = 1, .recalibrates = false}};
    Naive naive;
    std::vector<double> expected;
    for (int i = 0; i < 60; ++i) {
        const TrainingExample example = test::random_example(random, i, key);
        expected.push_back(naive.z(example));
        layer.learn(example);
        naive.learn(example);
    }
    const std::vector<Prequential> log = layer.prequential();
    ASSERT_EQ(log.size(), expected.size());
    for (std::size_t i = 0; i < log.size(); ++i) EXPECT_NEAR(log[i].z, expected[i], 2e-4);
}

}  // namespace
}  // namespace chaffinch::classifier
