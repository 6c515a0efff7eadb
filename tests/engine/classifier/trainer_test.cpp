// Batch training: it learns, it is the same every time, and weights do what they say.

#include "engine/classifier/trainer.h"

#include "tests/engine/classifier/examples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

std::vector<TrainingRow> rows(int count) {
    chaffinch::test::SeededRandom random;
    std::vector<TrainingRow> out;
    for (int i = 0; i < count; ++i) {
        const TrainingExample example = test::random_example(random, i, {});
        out.push_back({example.features.hashes, example.positive, 1});
    }
    return out;
}

constexpr TrainerOptions small{.seed = 5, .slot_bits = 14};

TEST(Trainer, TellsTheClassesApart) {
    const std::vector<TrainingRow> all = rows(600);
    const TrainedLabel label = train("spam", std::span{all}.first(400), small);
    int right = 0;
    for (const TrainingRow& row : std::span{all}.last(200)) {
        right += (log_odds(label, row.hashes) > 0) == row.positive ? 1 : 0;
    }
    EXPECT_GE(right, 180);
}

TEST(Trainer, GivesTheSameBytesForTheSameSeed) {
    const std::vector<TrainingRow> all = rows(200);
    const std::vector<TrainedLabel> first{train("spam", all, small)};
    const std::vector<TrainedLabel> second{train("spam", all, small)};
    EXPECT_EQ(encode_model("m", first), encode_model("m", second));
    TrainerOptions other = small;
    other.seed = 6;
    const std::vector<TrainedLabel> third{train("spam", all, other)};
    EXPECT_NE(encode_model("m", first), encode_model("m", third));
}

TEST(Trainer, LeavesOutRowsOfWeightZero) {
    std::vector<TrainingRow> all = rows(200);
    const std::vector<TrainingRow> half(all.begin(), all.begin() + 100);
    for (std::size_t i = 100; i < all.size(); ++i) all[i].weight = 0;
    EXPECT_EQ(train("spam", all, small).weights, train("spam", half, small).weights);
}

TEST(Trainer, EmptiesSlotsOfLittleEvidence) {
    const std::vector<TrainingRow> all = rows(300);
    TrainerOptions frugal = small;
    frugal.smallest_weight = 0.5;
    const std::vector<float> weights = train("spam", all, frugal).weights;
    const std::vector<float> full = train("spam", all, small).weights;
    const auto used = [](const std::vector<float>& w) {
        return std::ranges::count_if(w, [](float x) { return x != 0; });
    };
    EXPECT_LT(used(weights), used(full));
    for (const float weight : weights) EXPECT_TRUE(weight == 0 || std::abs(weight) >= 0.5F);
}

TEST(Trainer, CalibratesByFoldsThatItDidNotLearn) {
    // A third of the labels are drawn by lot: what is learnt of them does not come true again.
    chaffinch::test::SeededRandom random;
    std::vector<TrainingRow> all = rows(900);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (random.chance(0.33)) all[i].positive = random.chance(0.5);
        all[i].fold = static_cast<std::uint32_t>(i % 3);
    }
    const std::span<const TrainingRow> learnt = std::span{all}.first(450);
    const auto loss = [&](const TrainedLabel& label) {
        double sum = 0;
        for (const TrainingRow& row : std::span{all}.last(450)) {
            const double z = log_odds(label, row.hashes);
            sum -= std::log(sigmoid(row.positive ? z : -z));
        }
        return sum / 450;
    };
    TrainedLabel label = train("spam", learnt, small);
    const double before = loss(label);
    const Calibration fit = cross_fitted(learnt, small);
    EXPECT_LT(fit.slope, 0.9);
    apply(fit, label);
    EXPECT_LT(loss(label), before - 0.01);
}

TEST(Trainer, LeavesScoresAloneWithoutFolds) {
    const Calibration fit = cross_fitted(rows(100), small);
    EXPECT_EQ(fit.slope, 1);
    EXPECT_EQ(fit.offset, 0);
}

}  // namespace
}  // namespace chaffinch::classifier
