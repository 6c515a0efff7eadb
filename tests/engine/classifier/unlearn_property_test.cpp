// Unlearning is exact: the layer afterwards equals, to the bit, one that never learnt the event.

#include "engine/classifier/site_layer.h"
#include "tests/engine/classifier/examples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

constexpr HashKey key{7};

std::vector<TrainingExample> history(chaffinch::test::SeededRandom& random, int count) {
    std::vector<TrainingExample> events;
    for (int i = 0; i < count; ++i) events.push_back(test::random_example(random, i, key));
    return events;
}

void expect_equal(const SiteLayer& a, const SiteLayer& b, chaffinch::test::SeededRandom& random) {
    EXPECT_EQ(a.state_hash(), b.state_hash());
    for (int i = 0; i < 10; ++i) {
        const TrainingExample probe = test::random_example(random, 10'000 + i, key);
        const double za = a.score(probe.features, probe.general_z).z;
        const double zb = b.score(probe.features, probe.general_z).z;
        EXPECT_EQ(za, zb);
    }
}

TEST(Unlearn, LeavesALayerThatNeverLearntTheEvent) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 12; ++round) {
        const std::vector<TrainingExample> events =
            history(random, static_cast<int>(random.between(1, 260)));
        const auto victim =
            static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(events.size()) - 1)
            );
        SCOPED_TRACE(std::to_string(victim) + " of " + std::to_string(events.size()));
        SiteLayer taught{key};
        SiteLayer innocent{key};
        for (std::size_t i = 0; i < events.size(); ++i) {
            taught.learn(events[i]);
            if (i != victim) innocent.learn(events[i]);
        }
        EXPECT_NE(taught.state_hash(), innocent.state_hash());
        taught.unlearn(events[victim].event_id);
        expect_equal(taught, innocent, random);

        // And it stays so while both go on learning, through both tables.
        for (int i = 0; i < 5; ++i) {
            const TrainingExample next = test::random_example(random, 5'000 + i, key);
            taught.learn(next);
            innocent.learn(next);
            expect_equal(taught, innocent, random);
        }
    }
}

TEST(Unlearn, OfEverythingLeavesAFreshLayer) {
    chaffinch::test::SeededRandom random;
    const std::vector<TrainingExample> events = history(random, 30);
    SiteLayer layer{key};
    std::vector<std::string> ids;
    for (const TrainingExample& event : events) {
        layer.learn(event);
        ids.push_back(event.event_id);
    }
    layer.unlearn(ids);
    EXPECT_EQ(layer.state_hash(), SiteLayer{key}.state_hash());
    EXPECT_TRUE(layer.score(events.front().features, 0).abstains);
    layer.learn(events.front());
    SiteLayer fresh{key};
    fresh.learn(events.front());
    EXPECT_EQ(layer.state_hash(), fresh.state_hash());
}

TEST(Unlearn, AtOnceEqualsUnlearningOneByOne) {
    chaffinch::test::SeededRandom random;
    const std::vector<TrainingExample> events = history(random, 120);
    SiteLayer at_once{key};
    SiteLayer one_by_one{key};
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < events.size(); ++i) {
        at_once.learn(events[i]);
        one_by_one.learn(events[i]);
        if (i % 4 == 0) ids.push_back(events[i].event_id);
    }
    at_once.unlearn(ids);
    for (const std::string& id : ids) one_by_one.unlearn(id);
    EXPECT_EQ(at_once.state_hash(), one_by_one.state_hash());
}

TEST(Unlearn, ThenLearningTheOtherAnswerIsAChangeOfMind) {
    SiteLayer changed{key};
    SiteLayer honest{key};
    chaffinch::test::SeededRandom random;
    std::vector<TrainingExample> events = history(random, 40);
    TrainingExample slip = events.back();
    events.pop_back();
    for (const TrainingExample& event : events) {
        changed.learn(event);
        honest.learn(event);
    }
    changed.learn(slip);
    changed.unlearn(slip.event_id);
    slip.positive = !slip.positive;
    changed.learn(slip);
    honest.learn(slip);
    EXPECT_EQ(changed.state_hash(), honest.state_hash());
}

}  // namespace
}  // namespace chaffinch::classifier
