// What learning tells of itself: stretches of the ledger, the report as text and as a page.

#include "server/learning/report.h"

#include "tests/server/learning/lessons.h"
#include "tests/support/seeded_random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaffinch::learning::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Stretches, GatherNeighboursOfOneModeratorAndDay) {
    const std::vector<LessonPlace> lessons{
        {1, "2025-03-01", "ann", true},
        {2, "2025-03-01", "ann", false},
        {4, "2025-03-02", "ann", true},
        {5, "2025-03-02", "bob", true},
        {9, "2025-03-02", "ann", true},
    };
    const std::vector<Stretch> expected{
        {1, 2, "2025-03-01", "ann", 1, 1},
        {4, 4, "2025-03-02", "ann", 1, 0},
        {5, 5, "2025-03-02", "bob", 1, 0},
        {9, 9, "2025-03-02", "ann", 1, 0},
    };
    EXPECT_EQ(stretches_of(lessons), expected);
    EXPECT_TRUE(stretches_of({}).empty());
}

SiteDetail taught_detail() {
    chaffinch::test::SeededRandom random(3);
    TaughtSite site(key);
    for (std::int64_t i = 1; i <= 250; ++i) {
        const bool positive = i % 2 == 0;
        LessonFacts one = facts(i, positive);
        one.moderator = i <= 200 ? "mod_<ann>" : "mod_bob";
        one.held = positive;
        const std::uint64_t own = positive ? 1'000 : 2'000;
        site.offer(lesson(
            one,
            {(own + static_cast<std::uint64_t>(random.between(0, 20))) * 0x9E3779B97F4A7C15ULL,
             static_cast<std::uint64_t>(random.between(1, 50)) * 0x9E3779B97F4A7C15ULL}
        ));
    }
    return detail_of({.site = SiteId{"a&b"}, .lessons = site.lessons().size()}, site);
}

TEST(LearningDetail, HoldsTheLedgerTheCurveAndWhatWasForetold) {
    const SiteDetail detail = taught_detail();
    ASSERT_EQ(detail.stretches.size(), 2U);
    EXPECT_EQ(detail.stretches[0].last, 200);
    EXPECT_EQ(detail.stretches[0].day, "2024-10-04") << "20,000 days after 1970-01-01";
    ASSERT_FALSE(detail.foretold.sections.empty());
    const evaluation::Metrics& all = detail.foretold.sections.front().metrics;
    EXPECT_EQ(all.rows + detail.report.tally.by_ruling[2], 250U) << "all but the hold-out";
    EXPECT_GT(all.auc, 0.9);
    EXPECT_EQ(detail.report.curve.engine.size(), 3U);
    EXPECT_DOUBLE_EQ(detail.report.curve.engine[0].agreement, 1);
}

TEST(LearningDetail, IsTextWithCurveAndReliability) {
    const std::string text = report_text(taught_detail());
    EXPECT_THAT(text, HasSubstr("a&b: 250 lessons"));
    EXPECT_THAT(text, HasSubstr("foretold by the layer"));
    EXPECT_THAT(text, HasSubstr("so many were positive"));
}

TEST(LearningDetail, IsAPageThatShowsNamesAsText) {
    const std::string page = report_html({taught_detail()});
    EXPECT_THAT(page, HasSubstr("<h1>a&amp;b</h1>"));
    EXPECT_THAT(page, HasSubstr("mod_&lt;ann&gt;"));
    EXPECT_THAT(page, Not(HasSubstr("<ann>")));
    EXPECT_THAT(page, HasSubstr("<polyline class=\"accuracy\""));
    EXPECT_THAT(page, HasSubstr("aria-label=\"reliability\""));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("http")));
}

}  // namespace
}  // namespace chaffinch::learning::test
