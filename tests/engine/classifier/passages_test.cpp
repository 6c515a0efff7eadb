// The worst passages of a text: against every passage tried one by one, what they cost honest
// comments, and that good words around spam do not hide it.

#include "engine/classifier/passages.h"

#include "engine/classifier/arithmetic.h"
#include "tests/engine/classifier/examples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

constexpr HashKey key{5};

/// Every window one by one.
double worst_by_trying(const std::vector<double>& evidence, std::size_t body, std::size_t size) {
    double worst = -1e9;
    for (std::size_t begin = 0; begin + size <= body; ++begin) {
        double sum = 0;
        for (std::size_t i = begin; i < begin + size; ++i) sum += evidence[i];
        for (std::size_t i = body; i < evidence.size(); ++i) sum += evidence[i];
        worst =
            std::max(worst, sum / std::sqrt(static_cast<double>(size + evidence.size() - body)));
    }
    return worst;
}

TEST(Passages, AreTheWorstOfAllThereAre) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 200; ++round) {
        const auto body = static_cast<std::size_t>(random.between(0, 400));
        std::vector<double> evidence;
        for (std::size_t i = 0; i < body + 7; ++i)
            evidence.push_back(static_cast<double>(random.between(-3'000, 3'000)) / 1'000);
        const Passages worst = worst_passages(evidence, body);
        for (std::size_t kind = 0; kind < window_sizes.size(); ++kind) {
            const std::size_t size = window_sizes.at(kind);
            const auto expected =
                body > 2 * size ? worst_by_trying(evidence, body, size) : double{no_passage};
            ASSERT_NEAR(static_cast<double>(worst.at(kind)), expected, 1e-3) << body << " " << size;
        }
        EXPECT_EQ(worst.back() != no_passage, body > 2 * chunk_size * chunks_kept);
    }
}

TEST(Passages, ConsistOfTheFeaturesThatTheirFigureIsOf) {
    chaffinch::test::SeededRandom random;
    std::vector<double> evidence;
    for (int i = 0; i < 310; ++i)
        evidence.push_back(static_cast<double>(random.between(-3'000, 3'000)) / 1'000);
    constexpr std::size_t body = 300;
    const Passages worst = worst_passages(evidence, body);
    for (std::size_t kind = 0; kind < passage_kinds; ++kind) {
        const PassageMembers members = members_of_worst(evidence, body, kind);
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t i = 0; i < evidence.size(); ++i) {
            if (!members.member[i]) continue;
            sum += evidence[i];
            ++count;
        }
        EXPECT_EQ(count, members.count);
        EXPECT_NEAR(
            sum / std::sqrt(static_cast<double>(count)), static_cast<double>(worst.at(kind)), 1e-3
        );
    }
}

TEST(Passages, FindScatteredEvidenceThatNoWindowHolds) {
    std::vector<double> evidence(300, -1);
    for (const std::size_t chunk : {0U, 60U, 120U, 180U, 240U}) {
        for (std::size_t i = 0; i < chunk_size; ++i) evidence[chunk + i] = 3;
    }
    const Passages worst = worst_passages(evidence, evidence.size());
    EXPECT_NEAR(static_cast<double>(worst.back()), 15, 1e-3);
    for (std::size_t kind = 0; kind < window_sizes.size(); ++kind) EXPECT_LT(worst.at(kind), 1);
}

std::vector<Prequential> log_of(const std::vector<float>& passages, double z) {
    std::vector<Prequential> log;
    for (const float passage : passages)
        log.push_back({z, false, z, {passage, passage, passage, no_passage}});
    return log;
}

TEST(PassageMargins, AreExceededByNoMoreOfTheWantedThanTheBudgetAllows) {
    chaffinch::test::SeededRandom random;
    const auto draw = [&] {
        const double u = static_cast<double>(random.between(1, 1'000'000)) / 1e6;
        return static_cast<float>(-std::log(u));  // exponential, mean 1
    };
    std::vector<float> seen(400);
    std::ranges::generate(seen, draw);
    const Margins margins = fit_margins(log_of(seen, -1), 1, 0);
    int raised = 0;
    constexpr int fresh = 200'000;
    for (int i = 0; i < fresh; ++i) {
        const float one = draw();
        const Passages passages{one, no_passage, no_passage, no_passage};
        raised += raised_by_passages(-1, passages, margins, 1, 0).kind < passage_kinds ? 1 : 0;
    }
    // Four hundred comments tell the tail to a factor of some three.
    EXPECT_LT(raised, fresh * passage_budget / passage_kinds * 3);
    EXPECT_GT(raised, 0);
}

TEST(PassageMargins, AreNotThereBeforeThereAreFiftyWantedComments) {
    EXPECT_EQ(fit_margins(log_of(std::vector<float>(49, 0.5F), 0), 1, 0), no_margins);
    EXPECT_NE(fit_margins(log_of(std::vector<float>(50, 0.5F), 0), 1, 0), no_margins);
}

TEST(PassageMargins, DoNotHeedSpamThatWasCalledWanted) {
    std::vector<Prequential> log = log_of(std::vector<float>(100, 0.5F), 0);
    const Margins before = fit_margins(log, 1, 0);
    for (const Prequential& wrong : log_of(std::vector<float>(50, 9.0F), 4)) log.push_back(wrong);
    EXPECT_EQ(fit_margins(log, 1, 0), before);
}

TEST(Passages, HoldAndNeitherRejectNorAcquit) {
    constexpr Margins none{0, 0, 0, 0};
    const Passages bad{9, no_passage, no_passage, no_passage};
    EXPECT_EQ(raised_by_passages(-5, bad, none, 1, 0).z, hold_points);
    EXPECT_EQ(raised_by_passages(3, bad, none, 1, 0).z, 3);
    EXPECT_EQ(raised_by_passages(3, bad, none, 1, 0).kind, passage_kinds);
    const Passages good{-9, -9, -9, -9};
    EXPECT_EQ(raised_by_passages(1, good, none, 1, 0).z, 1);
    EXPECT_EQ(raised_by_passages(1, bad, no_margins, 1, 0).z, 1);
}

/// A site of a thousand lessons; comments of 3 to 40 words.
class TaughtSite {
  public:
    explicit TaughtSite(bool heeds_passages) : layer_(key, {.heeds_passages = heeds_passages}) {
        chaffinch::test::SeededRandom random;
        for (int i = 0; i < 1'000; ++i) {
            const bool spam = i % 3 == 0;
            layer_.learn({std::to_string(i), test::features_of(text(random, spam), key), spam, 0, 1}
            );
        }
    }

    static std::string text(chaffinch::test::SeededRandom& random, bool spam) {
        std::string out;
        const std::int64_t count = spam ? random.between(3, 12) : random.between(3, 40);
        for (std::int64_t i = 0; i < count; ++i) {
            const bool common = random.chance(0.4);
            const std::string stem = common ? "the" : spam ? "casino" : "garden";
            out += stem + std::to_string(random.between(0, 60)) + ' ';
        }
        return out;
    }

    [[nodiscard]] LayerExplanation explain(const std::string& text) const {
        return layer_.explain(test::features_of(text, key), 0);
    }

  private:
    SiteLayer layer_;
};

struct Passed {
    int spam = 0;
    int held = 0;
    int held_padded = 0;
    int wanted = 0;
    int wanted_held = 0;
};

Passed attacked(const TaughtSite& site) {
    chaffinch::test::SeededRandom random(99);
    std::string padding;
    for (int i = 0; i < 150; ++i) padding += "garden" + std::to_string(i % 60) + ' ';
    Passed passed;
    for (int i = 0; i < 400; ++i) {
        const bool spam = i % 2 == 0;
        const std::string text = TaughtSite::text(random, spam);
        const bool held = site.explain(text).score.z >= hold_points;
        if (!spam) {
            ++passed.wanted;
            passed.wanted_held += held ? 1 : 0;
        } else if (held) {
            ++passed.held;
            passed.held_padded += site.explain(text + padding).score.z >= hold_points ? 1 : 0;
        }
        passed.spam += spam ? 1 : 0;
    }
    return passed;
}

TEST(Passages, KeepGoodWordsFromHidingSpam) {
    const Passed with = attacked(TaughtSite(true));
    const Passed without = attacked(TaughtSite(false));
    ASSERT_GT(with.held, with.spam / 2);
    EXPECT_GE(with.held_padded * 10, with.held * 9) << "at most a tenth passes";
    EXPECT_LE(without.held_padded * 10, without.held) << "the control";
    EXPECT_LE(with.wanted_held, without.wanted_held + with.wanted / 100);
}

TEST(Passages, AreWhatTheExplanationTellsWhenTheyDecide) {
    const TaughtSite site(true);
    std::string text = "casino1 casino2 casino3 casino4 casino5 casino6 ";
    for (int i = 0; i < 150; ++i) text += "garden" + std::to_string(i % 60) + ' ';
    const LayerExplanation told = site.explain(text);
    ASSERT_TRUE(told.score.by_passage);
    EXPECT_EQ(told.score.z, hold_points);
    const double sum = std::accumulate(told.parts.begin(), told.parts.end(), told.intercept);
    EXPECT_NEAR(sum, told.score.z, 1e-6);
    const auto silent = std::ranges::count(told.parts, 0.0);
    EXPECT_GT(silent, static_cast<std::ptrdiff_t>(told.parts.size() / 2)) << "the good words";
    EXPECT_GT(*std::ranges::max_element(told.parts), 0);
}

}  // namespace
}  // namespace chaffinch::classifier
