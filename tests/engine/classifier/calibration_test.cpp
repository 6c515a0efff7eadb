// Two numbers that make scores honest.

#include "engine/classifier/calibration.h"

#include "engine/classifier/arithmetic.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chaffinch::classifier {
namespace {

TEST(Calibration, OfNothingChangesNothing) {
    const Calibration fit = fit_calibration({});
    EXPECT_EQ(fit.slope, 1);
    EXPECT_EQ(fit.offset, 0);
}

TEST(Calibration, FindsTheSlopeAndOffsetThatWereLost) {
    struct Case {
        double slope, offset;
    };

    for (const Case lost : {Case{1, 0}, Case{0.5, 0}, Case{2, 1}, Case{1, -2}, Case{0.7, 1.5}}) {
        SCOPED_TRACE(lost.slope);
        chaffinch::test::SeededRandom random;
        std::vector<Prequential> log;
        for (int i = 0; i < 2'000; ++i) {
            const double z = static_cast<double>(random.between(-400, 400)) / 100;
            log.push_back({z, random.chance(sigmoid(lost.slope * z + lost.offset))});
        }
        const Calibration fit = fit_calibration(log);
        EXPECT_NEAR(fit.slope, lost.slope, 0.15 * lost.slope + 0.05);
        EXPECT_NEAR(fit.offset, lost.offset, 0.35);  // the prior draws it towards 0
    }
}

TEST(Calibration, StaysFiniteOnOneSidedAndSeparableLogs) {
    std::vector<Prequential> separable;
    std::vector<Prequential> one_sided;
    for (int i = 0; i < 300; ++i) {
        separable.push_back({i % 2 == 0 ? 50.0 : -50.0, i % 2 == 0});
        one_sided.push_back({1e6, true});
    }
    for (const auto& log : {separable, one_sided}) {
        const Calibration fit = fit_calibration(log);
        EXPECT_TRUE(std::isfinite(fit.offset));
        EXPECT_GE(fit.slope, 0.25);
        EXPECT_LE(fit.slope, 4);
    }
}

}  // namespace
}  // namespace chaffinch::classifier
