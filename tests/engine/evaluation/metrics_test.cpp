// Figures against their definitions, worked by hand and by the obvious loop.

#include "engine/evaluation/metrics.h"

#include "engine/evaluation/report.h"
#include "tests/support/seeded_random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace chaffinch::evaluation {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<ScoredRow> random_rows(std::size_t count) {
    chaffinch::test::SeededRandom random;
    std::vector<ScoredRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const bool positive = random.chance(0.3);
        // Few distinct scores, so that ties are common.
        const auto z = static_cast<double>(random.between(-10, 10) + (positive ? 4 : 0)) / 2;
        rows.push_back({z, positive, random.chance(0.5) ? "a" : "b", "en"});
    }
    return rows;
}

TEST(Metrics, AucIsTheShareOfPairsInOrderWithTiesHalf) {
    const std::vector<ScoredRow> rows = random_rows(300);
    double in_order = 0;
    double pairs = 0;
    for (const ScoredRow& spam : rows) {
        for (const ScoredRow& ham : rows) {
            if (!spam.positive || ham.positive) continue;
            pairs += 1;
            in_order += spam.z > ham.z ? 1 : spam.z == ham.z ? 0.5 : 0;
        }
    }
    EXPECT_NEAR(measure(rows).auc, in_order / pairs, 1e-12);
}

TEST(Metrics, RecallCountsTiesAgainstTheJudge) {
    std::vector<ScoredRow> rows;
    for (int i = 0; i < 200; ++i) rows.push_back({static_cast<double>(i), false, {}, {}});
    rows.push_back({500, true, {}, {}});
    rows.push_back({197, true, {}, {}});  // equal to the third highest ham
    rows.push_back({198, true, {}, {}});
    rows.push_back({10, true, {}, {}});
    EXPECT_DOUBLE_EQ(recall_at(rows, 0.01), 0.5);
    EXPECT_DOUBLE_EQ(threshold_at(rows, 0.01), 197);
    EXPECT_DOUBLE_EQ(recall_at(rows, 0), 0.25);
}

TEST(Metrics, CalibrationErrorIsZeroForAnHonestJudgeAndLargeForASureOne) {
    chaffinch::test::SeededRandom random;
    std::vector<ScoredRow> honest;
    std::vector<ScoredRow> sure;
    for (int i = 0; i < 20'000; ++i) {
        const double z = static_cast<double>(random.between(-30, 30)) / 10;
        const bool positive = random.chance(1 / (1 + std::exp(-z)));
        honest.push_back({z, positive, {}, {}});
        sure.push_back({z * 10, positive, {}, {}});
    }
    EXPECT_LT(measure(honest).ece, 0.015);
    EXPECT_GT(measure(sure).ece, 0.1);
    EXPECT_LT(measure(honest).log_loss, measure(sure).log_loss);
}

TEST(Metrics, OfOneClassOrNothingAreNotMadeUp) {
    const Metrics none = measure({});
    EXPECT_EQ(none.rows, 0U);
    EXPECT_TRUE(std::isnan(none.auc));
    const Metrics ham = measure({{-1, false, {}, {}}, {2, false, {}, {}}});
    EXPECT_TRUE(std::isnan(ham.auc));
    EXPECT_TRUE(std::isnan(ham.recall_at_1));
    EXPECT_EQ(ham.false_positives, 1U);
    EXPECT_DOUBLE_EQ(ham.accuracy, 0.5);
}

TEST(Report, HasAPartForEachCorpusAndEscapesItsName) {
    std::vector<ScoredRow> rows = random_rows(100);
    rows.front().corpus = "<script>&";
    const Report report = make_report("a \"title\"", rows);
    ASSERT_EQ(report.sections.size(), 4U);
    EXPECT_EQ(report.sections[0].name, "all");
    EXPECT_THAT(as_text(report), HasSubstr("corpus a"));
    const std::string page = as_html(report);
    EXPECT_THAT(page, HasSubstr("corpus &lt;script&gt;&amp;"));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, HasSubstr("<svg"));
    const std::string json = as_json(report);
    EXPECT_THAT(json, HasSubstr("\"title\": \"a \\\"title\\\"\""));
    EXPECT_THAT(json, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace chaffinch::evaluation
