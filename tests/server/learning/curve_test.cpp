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

struct Share {
    double before = 0;
    double within_200 = 0;       ///< of steps
    int decisions_an_alarm = 0;  ///< when nothing changes
};

// Whoever turns one column by the threshold turns the other: 200 decisions hold so much evidence
// and no more (curve.h).
constexpr Share shares[] = {
    {0.02, 0.97, 6'000},
    {0.05, 0.95, 5'000},
    {0.1, 0.93, 1'800},
    {0.2, 0.87, 900},
    {0.3, 0.84, 900},
    {0.5, 0.81, 900},
    {0.7, 0.88, 800},
    {0.85, 0.93, 2'000},
};

TEST(RiseAlarm, NoticesAStepOfTenPointsWithinTwoHundredDecisions) {
    for (const Share& share : shares) {
        SCOPED_TRACE(share.before);
        std::vector<int> delays;
        for (std::uint64_t seed = 1; seed <= 1'000; ++seed)
            delays.push_back(delay_after_step(share.before, share.before + 0.1, seed));
        std::ranges::sort(delays);
        const auto within = std::ranges::upper_bound(delays, 200) - delays.begin();
        std::printf(
            "step from %.2f: median %d, within 200: %.1f %%\n",
            share.before,
            delays[500],
            static_cast<double>(within) / 10
        );
        EXPECT_LE(delays[500], 140);
        EXPECT_GE(static_cast<double>(within) / 1'000, share.within_200);
    }
}

TEST(RiseAlarm, IsQuietWhereNothingChanges) {
    for (const Share& share : shares) {
        SCOPED_TRACE(share.before);
        int alarms = 0;
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            chaffinch::test::SeededRandom random(seed);
            RiseAlarm alarm;
            for (int i = 0; i < 4'000; ++i)
                alarms += alarm.add(random.chance(share.before)) ? 1 : 0;
        }
        const int decisions_an_alarm = 400'000 / std::max(1, alarms);
        std::printf("share %.2f: an alarm in %d decisions\n", share.before, decisions_an_alarm);
        EXPECT_GE(decisions_an_alarm, share.decisions_an_alarm);
    }
}

TEST(RiseAlarm, NeverComesBeforeItKnowsWhatWasBefore) {
    RiseAlarm alarm;
    for (int i = 0; i < 399; ++i) EXPECT_FALSE(alarm.add(i >= 100)) << i;
}

}  // namespace
}  // namespace chaffinch::learning
