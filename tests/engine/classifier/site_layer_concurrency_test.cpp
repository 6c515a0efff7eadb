// Readers and the writer at once. Meant for ThreadSanitizer; the assertions hold under any build.

#include "engine/classifier/site_layer.h"
#include "tests/engine/classifier/examples.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch::classifier {
namespace {

constexpr HashKey key{11};

/// z of one probe after each number of changes, computed with nobody else around.
std::set<double> legal_scores(
    const std::vector<TrainingExample>& events, const TrainingExample& probe
) {
    std::set<double> legal;
    SiteLayer layer{key};
    legal.insert(layer.score(probe.features, probe.general_z).z);
    for (const TrainingExample& event : events) {
        layer.learn(event);
        legal.insert(layer.score(probe.features, probe.general_z).z);
    }
    for (std::size_t i = 0; i < events.size(); i += 25) {
        layer.unlearn(events[i].event_id);
        legal.insert(layer.score(probe.features, probe.general_z).z);
    }
    return legal;
}

TEST(SiteLayerConcurrency, ReadersSeeOnlyWholeUpdatesAndNeverWait) {
    chaffinch::test::SeededRandom random;
    std::vector<TrainingExample> events;
    for (int i = 0; i < 150; ++i) events.push_back(test::random_example(random, i, key));
    const TrainingExample probe = test::random_example(random, 9'999, key);
    const std::set<double> legal = legal_scores(events, probe);

    SiteLayer layer{key};
    std::atomic<bool> done{false};
    std::atomic<int> illegal{0};
    std::atomic<int> went_back{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            std::uint64_t last = 0;
            while (!done.load()) {
                const std::uint64_t version = layer.version();
                if (version < last) ++went_back;
                last = version;
                const double z = layer.score(probe.features, probe.general_z).z;
                if (!legal.contains(z)) ++illegal;
                if (!std::isfinite(layer.weight(probe.features.hashes.front()))) ++illegal;
            }
        });
    }
    for (const TrainingExample& event : events) layer.learn(event);
    for (std::size_t i = 0; i < events.size(); i += 25) layer.unlearn(events[i].event_id);
    done = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(illegal.load(), 0) << "a reader saw half an update";
    EXPECT_EQ(went_back.load(), 0);
}

}  // namespace
}  // namespace chaffinch::classifier
