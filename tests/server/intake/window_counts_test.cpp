// Sliding windows, held against counting all arrivals anew.

#include "server/intake/window_counts.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace chaffinch::intake {
namespace {

using namespace std::chrono_literals;

Timestamp at(std::int64_t milliseconds) {
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

struct Event {
    std::int64_t at;
    std::uint64_t key;
    std::uint64_t value;
};

TEST(WindowCounts, AgreeWithCountingAllArrivalsAnew) {
    test::SeededRandom random;
    WindowCounts counts(100ms, 1'000'000);
    WindowDistinct distinct(100ms, 1'000'000);
    std::vector<Event> events;
    std::int64_t now = 0;
    for (int step = 0; step < 20'000; ++step) {
        now += random.between(0, 9);
        const auto key = static_cast<std::uint64_t>(random.between(0, 20));
        const auto value = static_cast<std::uint64_t>(random.between(0, 4));
        if (random.chance(0.6)) {
            counts.add(key, at(now));
            distinct.add(key, value, at(now));
            events.push_back({now, key, value});
            continue;
        }
        std::uint32_t expected = 0;
        std::set<std::uint64_t> values;
        for (const Event& event : events) {
            if (event.key != key || event.at <= now - 100) continue;
            ++expected;
            values.insert(event.value);
        }
        ASSERT_EQ(counts.count(key, at(now)), expected) << "at " << now;
        ASSERT_EQ(distinct.count(key, at(now)), values.size()) << "at " << now;
    }
}

TEST(WindowCounts, ForgetTheOldestFirstWhenThereAreTooMany) {
    WindowCounts counts(1h, 10);
    for (std::uint64_t key = 0; key < 25; ++key) counts.add(key / 5, at(1));
    EXPECT_EQ(counts.size(), 10u);
    EXPECT_EQ(counts.count(2, at(1)), 0u);
    EXPECT_EQ(counts.count(3, at(1)), 5u);
    EXPECT_EQ(counts.count(4, at(1)), 5u);
}

TEST(WindowCounts, StandAClockThatStepsBack) {
    WindowCounts counts(100ms, 1'000);
    counts.add(7, at(1'000));
    counts.add(7, at(990));
    EXPECT_EQ(counts.count(7, at(1'000)), 2u);
    EXPECT_EQ(counts.count(7, at(1'100)), 0u);
    counts.add(7, at(1'000'000));
    counts.add(7, at(2'000));
    EXPECT_EQ(counts.count(7, at(2'000)), 1u) << "what a clock that went astray counted is over";
}

}  // namespace
}  // namespace chaffinch::intake
