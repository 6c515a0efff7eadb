// What reports weigh, and when they hold a comment.

#include "server/records/report.h"

#include <gtest/gtest.h>

namespace chaffinch {
namespace {

TEST(Report, OfANewReaderCountsInFullAndOfABadFaithReaderForLess) {
    EXPECT_EQ(report_weight(0, 0), 1);
    EXPECT_EQ(report_weight(9, 0), 1);
    EXPECT_EQ(report_weight(0, 2), 0.5);
    EXPECT_LT(report_weight(0, 3), believed);
    EXPECT_GT(report_weight(20, 3), 0.8);
    EXPECT_LT(report_weight(0, 98), 0.021);
    for (std::int64_t agreed = 0; agreed < 20; ++agreed) {
        for (std::int64_t disagreed = 0; disagreed < 20; ++disagreed) {
            const double weight = report_weight(agreed, disagreed);
            EXPECT_GT(weight, 0);
            EXPECT_LE(weight, 1);
            EXPECT_GE(report_weight(agreed + 1, disagreed), weight);
            EXPECT_LT(report_weight(agreed, disagreed + 1), weight);
        }
    }
}

TEST(Report, HoldsByNumberOrByUrgency) {
    const struct {
        const char* why;
        ReportTally tally;
        std::int64_t threshold;
        bool held;
    } cases[] = {
        {"two of three", {.reporters = 2, .weight = 2}, 3, false},
        {"three of three", {.reporters = 3, .weight = 3}, 3, true},
        {"three who cry wolf", {.reporters = 3, .weight = 1.5}, 3, false},
        {"never by number", {.reporters = 90, .weight = 90}, 0, false},
        {"at once", {.reporters = 1, .weight = 1, .urgent = true}, 3, true},
        {"at once, without a number", {.reporters = 1, .weight = 1, .urgent = true}, 0, true},
        {"a moderator saw it",
         {.reporters = 1, .weight = 1, .urgent = true, .person_saw = true},
         3,
         false},
        {"many, though a moderator saw it",
         {.reporters = 3, .weight = 3, .urgent = true, .person_saw = true},
         3,
         true},
    };

    for (const auto& [why, tally, threshold, held] : cases) {
        EXPECT_EQ(asks_for_hold(tally, threshold), held) << why;
    }
}

TEST(Report, SumsOfThirdsReachAWholeThreshold) {
    ReportTally tally;
    for (int i = 0; i < 3; ++i) tally.weight += report_weight(0, 1);
    EXPECT_TRUE(asks_for_hold(tally, 2));
}

TEST(Report, ReasonsAreFoundByTheirNames) {
    for (int i = 0; i <= static_cast<int>(ReportReason::other); ++i) {
        const auto reason = static_cast<ReportReason>(i);
        EXPECT_EQ(report_reason_from(name(reason)), reason);
    }
    EXPECT_FALSE(report_reason_from("boring"));
    EXPECT_TRUE(is_urgent(ReportReason::privacy));
    EXPECT_FALSE(is_urgent(ReportReason::spam));
}

}  // namespace
}  // namespace chaffinch
