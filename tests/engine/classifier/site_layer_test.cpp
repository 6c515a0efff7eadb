// What a site teaches: learning, abstaining, forgetting.

#include "engine/classifier/site_layer.h"

#include "tests/engine/classifier/examples.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

constexpr HashKey key{42};

TrainingExample example(const std::string& id, std::string_view text, bool positive) {
    return {id, test::features_of(text, key), positive, 0, 1};
}

void teach(SiteLayer& layer, int each) {
    for (int i = 0; i < each; ++i) {
        const std::string n = std::to_string(i);
        layer.learn(example("s" + n, "cheap pills number " + n, true));
        layer.learn(example("h" + n, "a thoughtful article indeed " + n, false));
    }
}

TEST(SiteLayer, AbstainsUntilTenDecisionsOfEachClass) {
    SiteLayer layer{key};
    EXPECT_TRUE(layer.score(test::features_of("cheap pills", key), 3).abstains);
    teach(layer, 9);
    const LayerScore nine = layer.score(test::features_of("cheap pills", key), 3);
    EXPECT_TRUE(nine.abstains);
    EXPECT_DOUBLE_EQ(nine.z, general_trust * 3);
    teach(layer, 0);
    layer.learn(example("s9", "cheap pills number 9", true));
    EXPECT_TRUE(layer.score(test::features_of("cheap pills", key), 3).abstains);
    layer.learn(example("h9", "a thoughtful article indeed 9", false));
    const LayerScore ten = layer.score(test::features_of("cheap pills", key), 0);
    EXPECT_FALSE(ten.abstains);
    EXPECT_EQ(ten.positives, 10U);
    EXPECT_GT(ten.z, 1);
    EXPECT_LT(layer.score(test::features_of("thoughtful article", key), 0).z, -1);
}

TEST(SiteLayer, CountsItsChanges) {
    SiteLayer layer{key};
    EXPECT_EQ(layer.version(), 0U);
    layer.learn(example("a", "one", true));
    layer.learn(example("b", "two", false));
    EXPECT_EQ(layer.version(), 2U);
    layer.unlearn("a");
    EXPECT_EQ(layer.version(), 3U);
    layer.unlearn("nobody knows this");
    EXPECT_EQ(layer.version(), 3U);
}

TEST(SiteLayer, WithAnotherKeyDoesNotKnowTheWords) {
    SiteLayer layer{key};
    teach(layer, 12);
    const std::uint64_t cheap = test::features_of("cheap", key).hashes.front();
    const std::uint64_t elsewhere = test::features_of("cheap", HashKey{43}).hashes.front();
    EXPECT_GT(layer.weight(cheap), 0.5);
    EXPECT_NEAR(layer.weight(elsewhere), 0, 1e-12);
}

TEST(SiteLayer, NeutralisesTopicWordsInBothDirectionsAndLessTheMoreItHasSeen) {
    SiteLayer layer{key};
    FeatureSet botox = test::features_of("botox", key);
    for (float& topic : botox.topic) topic = 1;
    EXPECT_FLOAT_EQ(layer.topic_left(botox).front(), 1);
    for (int i = 0; i < 20; ++i) {
        layer.learn(example("s" + std::to_string(i), "botox cheap", true));
        layer.learn(example("h" + std::to_string(i), "doctor", false));
    }
    const float left = layer.topic_left(botox).front();
    EXPECT_LT(left, 0.05F);
    EXPECT_GT(left, 0);
    const LayerExplanation told = layer.explain(botox, 0);
    EXPECT_LT(told.parts.front(), told.plain.front());
    EXPECT_GT(told.parts.front(), 0.9 * told.plain.front());
}

TEST(SiteLayer, ExplainsItsScoreToTheLastBit) {
    SiteLayer layer{key};
    chaffinch::test::SeededRandom random;
    for (int i = 0; i < 260; ++i) layer.learn(test::random_example(random, i, key));
    for (int i = 0; i < 50; ++i) {
        const TrainingExample probe = test::random_example(random, 1'000 + i, key);
        const LayerExplanation told = layer.explain(probe.features, probe.general_z);
        double sum =
            told.intercept + told.general_gain * std::clamp(probe.general_z, -z_clip, z_clip);
        for (const double part : told.parts) sum += part;
        EXPECT_NEAR(sum, told.score.z, 1e-9);
        EXPECT_DOUBLE_EQ(told.score.z, layer.score(probe.features, probe.general_z).z);
    }
}

TEST(SiteLayer, KeepsTheLastTwoThousandPrequentialScores) {
    SiteLayer layer{key, {.replays = 0}};
    for (int i = 0; i < 2'100; ++i) {
        layer.learn(example(std::to_string(i), i % 2 == 0 ? "cheap" : "article", i % 2 == 0));
    }
    const std::vector<Prequential> log = layer.prequential();
    ASSERT_EQ(log.size(), 2'000U);
    for (std::size_t i = 0; i < log.size(); ++i) EXPECT_EQ(log[i].positive, i % 2 == 0);
    EXPECT_GT(log.front().z, 0);
}

}  // namespace
}  // namespace chaffinch::classifier
