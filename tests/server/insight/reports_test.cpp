// Reports are sums, quantiles and shares of counts; each against a plain calculation.

#include "server/insight/reports.h"

#include "tests/support/seeded_random.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace chaffinch::insight {
namespace {

using namespace std::chrono_literals;
using Counts = std::map<std::string, std::int64_t>;

Timestamp at(std::chrono::milliseconds time) {
    return Timestamp(time);
}

TEST(Stretches, HoldEverySlotOfTheirTimeAndEmptyOnesToo) {
    const Tallies tallies{
        {at(0h), "hold", 2}, {at(1h), "hold", 3}, {at(25h), "hold", 1}, {at(72h), "hold", 9}
    };
    const auto days = by_stretch(tallies, at(0h), at(72h), 24h);
    ASSERT_EQ(days.size(), 3u);
    EXPECT_EQ(days[0].counts.at("hold"), 5);
    EXPECT_EQ(days[1].counts.at("hold"), 1);
    EXPECT_TRUE(days[2].counts.empty());
    EXPECT_EQ(days[2].begin, at(48h));
    EXPECT_TRUE(by_stretch(tallies, at(5h), at(5h), 24h).empty());
    EXPECT_LE(by_stretch({}, at(0h), at(1'000'000h), 1h).size(), 1'000u);
}

TEST(WaitQuantiles, LieWithinABucketOfTheTrueOnes) {
    test::SeededRandom random;
    for (int round = 0; round < 50; ++round) {
        std::vector<double> waits;
        Counts counts;
        const std::int64_t many = random.between(1, 400);
        for (std::int64_t i = 0; i < many; ++i) {
            waits.push_back(std::exp(static_cast<double>(random.between(0, 1'200)) / 100));
            ++counts[std::to_string(store::wait_bucket(waits.back()))];
        }
        std::ranges::sort(waits);
        for (const double part : {0.5, 0.9, 0.99}) {
            const auto place =
                static_cast<std::size_t>(std::ceil(part * static_cast<double>(waits.size()))) - 1;
            const double truth = waits[place];
            const double found = wait_quantile(counts, part).value();
            // A quarter of an octave is 19 %, and one is added before the logarithm.
            EXPECT_NEAR(found + 1, truth + 1, (truth + 1) * 0.19 + 0.01) << many << " " << part;
        }
    }
    EXPECT_FALSE(wait_quantile({}, 0.5));
    EXPECT_FALSE(wait_quantile({{"4", 0}, {"x", 3}}, 0.5));
}

TEST(Agreement, CountsOnlyWhatTheEngineDecidedItself) {
    const Counts opinions{
        {"approve:approve", 8},
        {"approve:reject", 1},
        {"reject:reject", 6},
        {"reject:approve", 5},
        {"hold:reject", 100},
        {"approve:escalate", 50},
    };
    const Agreement engine = agreement_with_engine(opinions);
    EXPECT_EQ(engine.same, 14);
    EXPECT_EQ(engine.differ, 6);
    EXPECT_DOUBLE_EQ(engine.share().value(), 0.7);
    EXPECT_FALSE(agreement_with_engine({}).share());
    EXPECT_DOUBLE_EQ(agreement_of_people({{"same", 3}, {"differ", 1}}).share().value(), 0.75);
}

TEST(JudgedScores, ComeInOrderOfTheScore) {
    const auto scores = judged_scores(
        {{"10:reject", 4}, {"-3:approve", 2}, {"10:approve", 1}, {"9:approve", 0}, {"odd", 7}}
    );
    ASSERT_EQ(scores.size(), 2u);
    EXPECT_EQ(scores[0].bucket, -3);
    EXPECT_EQ(scores[0].approved, 2);
    EXPECT_EQ(scores[1].bucket, 10);
    EXPECT_EQ(scores[1].approved, 1);
    EXPECT_EQ(scores[1].rejected, 4);
}

TEST(StabilityIndex, IsZeroForTheSameAndGrowsWithTheDifference) {
    const Counts before{{"0", 500}, {"1", 300}, {"2", 200}};
    const Counts twice{{"0", 1'000}, {"1", 600}, {"2", 400}};
    EXPECT_NEAR(stability_index(before, twice).value(), 0, 1e-4);
    const Counts shifted{{"0", 400}, {"1", 300}, {"2", 300}};
    const Counts changed{{"0", 100}, {"1", 300}, {"2", 300}, {"3", 300}};
    const double some = stability_index(before, shifted).value();
    // (0.4 - 0.5) ln(0.4 / 0.5) + (0.3 - 0.2) ln(0.3 / 0.2)
    EXPECT_NEAR(some, 0.0629, 0.001);
    EXPECT_GT(stability_index(before, changed).value(), 0.25);
    EXPECT_FALSE(stability_index(before, {{"0", 199}}));
    EXPECT_FALSE(stability_index({}, before));
}

}  // namespace
}  // namespace chaffinch::insight
