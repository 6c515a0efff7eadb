// Windows of a hundred, and how soon and how often alarms come (reliability L10).

#include "server/learning/curve.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace chaffinch::learning {
namespace {

TEST(Curve, CountsInWindowsOfAHundred) {
    CurveBuilder builder;
    for (int i = 0; i < 150; ++i) {
        const bool positive = i % 2 == 0;
        builder.said(i % 10 != 0, positive);  // wrong on every tenth, which is never ham
        builder.decided(positive || i >= 100, positive);
    }
    const Curve curve = builder.curve();
    ASSERT_EQ(curve.layer.size(), 2U);
    EXPECT_EQ(curve.layer[0].decisions, 100U);
    EXPECT_DOUBLE_EQ(curve.layer[0].accuracy, 0.9);
    EXPECT_DOUBLE_EQ(curve.layer[0].ham_accuracy, 1);
    EXPECT_EQ(curve.layer[1].decisions, 50U);
    ASSERT_EQ(curve.engine.size(), 2U);
    EXPECT_DOUBLE_EQ(curve.engine[0].agreement, 1);
    EXPECT_DOUBLE_EQ(curve.engine[1].agreement, 0.5);
}

/// Decisions after the step until the alarm; 100,000 when there was none within 2,000.
int delay_after_step(double before, double after, std::uint64_t seed) {
    chaffinch::test::SeededRandom random(seed);
    RiseAlarm alarm;
    for (int i = 0; i < 1'000; ++i) static_cast<void>(alarm.add(random.chance(before)));
    for (int i = 1; i <= 2'000; ++i) {
        if (alarm.add(random.chance(after))) return i;
    }
    return 100'000;
}

TEST(RiseAlarm, NoticesAStepOfTenPointsWithinTwoHundredDecisions) {
    for (const double before : {0.02, 0.05, 0.1}) {
        SCOPED_TRACE(before);
        std::vector<int> delays;
        for (std::uint64_t seed = 1; seed <= 200; ++seed)
            delays.push_back(delay_after_step(before, before + 0.1, seed));
        std::ranges::sort(delays);
        const auto within = std::ranges::upper_bound(delays, 200) - delays.begin();
        std::printf(
            "step from %.2f: median %d, within 200: %td of 200\n", before, delays[100], within
        );
        EXPECT_LE(delays[100], 150);
        EXPECT_GE(within, 160);
    }
}

TEST(RiseAlarm, IsQuietWhereNothingChanges) {
    for (const double share : {0.0, 0.05, 0.1, 0.3}) {
        SCOPED_TRACE(share);
        int alarms = 0;
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            chaffinch::test::SeededRandom random(seed);
            RiseAlarm alarm;
            for (int i = 0; i < 2'000; ++i) alarms += alarm.add(random.chance(share)) ? 1 : 0;
        }
        std::printf("share %.2f: %d alarms in 100,000 decisions\n", share, alarms);
        EXPECT_LE(alarms, 60);
    }
}

}  // namespace
}  // namespace chaffinch::learning
