// A batch that harms is refused, one that does not is kept; measured against the same lessons
// without a gate.

#include "server/learning/batch_gate.h"

#include "tests/server/learning/lessons.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <limits>
#include <memory>

namespace chaffinch::learning::test {
namespace {

constexpr AdmissionLimits open_door{
    .a_day = 1'000'000,
    .unlimited = 1'000'000,
    .share = 1,
    .balance = 1'000'000,
    .hold_out_from = 200,
    .hold_out_every = 2
};

/// Spam and ham share half of their words. The attack calls comments of ham words spam.
std::vector<std::uint64_t> words(chaffinch::test::SeededRandom& random, bool spammy) {
    std::vector<std::uint64_t> found;
    for (int i = 0; i < 20; ++i) {
        const std::int64_t word = random.between(0, 300) + (spammy ? 150 : 0);
        const auto hash = (static_cast<std::uint64_t>(word) + 1) * 0x9E3779B97F4A7C15ULL;
        if (std::ranges::find(found, hash) == found.end()) found.push_back(hash);
    }
    return found;
}

double ham_accuracy(const TaughtSite& site) {
    chaffinch::test::SeededRandom random(99);
    const auto& layer = *site.layer(TrainingLabel::spam);
    int right = 0;
    for (int i = 0; i < 500; ++i) {
        const Lesson ham = lesson(facts(1'000'000, false), words(random, false));
        right += layer.score(ham.example.features, 0).z < 0 ? 1 : 0;
    }
    return right / 500.0;
}

/// 1,600 honest lessons, then so many poisoned ones. An attacker gives wrong answers only to what
/// the site learns from; the hold-out, drawn under a key, gets its share of them too.
std::unique_ptr<TaughtSite> taught(std::int64_t poisoned, GateLimits gate) {
    chaffinch::test::SeededRandom random(7);
    auto site = std::make_unique<TaughtSite>(key, open_door, gate);
    std::int64_t sequence = 0;
    for (int i = 0; i < 1'600; ++i) {
        const bool positive = random.chance(0.5);
        site->offer(lesson(facts(++sequence, positive), words(random, positive)));
    }
    for (std::int64_t i = 0; i < poisoned; ++i)
        site->offer(lesson(facts(++sequence, true), words(random, false)));
    return site;
}

TEST(BatchGate, RefusesPoisonThatAnUngatedLayerLearns) {
    GateLimits asleep;
    asleep.least_held_out = std::numeric_limits<std::size_t>::max();
    const auto honest = taught(0, {});
    // Lessons count at once, so an open batch is in force until it is judged: compare there.
    std::int64_t poisoned = 100;
    auto gated = taught(poisoned, {});
    while (gated->tally().batches_refused == 0 && poisoned < 1'000) {
        poisoned += 10;
        gated = taught(poisoned, {});
    }
    const auto ungated = taught(poisoned, asleep);
    EXPECT_EQ(honest->tally().batches_refused, 0U) << "honest batches are kept";
    EXPECT_GT(gated->tally().batches_refused, 0U);
    EXPECT_EQ(ungated->tally().batches_refused, 0U);
    RecordProperty("honest", std::to_string(ham_accuracy(*honest)));
    RecordProperty("gated", std::to_string(ham_accuracy(*gated)));
    RecordProperty("ungated", std::to_string(ham_accuracy(*ungated)));
    EXPECT_GT(ham_accuracy(*honest), 0.9);
    EXPECT_LT(ham_accuracy(*ungated), ham_accuracy(*honest) - 0.1);
    EXPECT_GT(ham_accuracy(*gated), ham_accuracy(*ungated) + 0.1);
}

}  // namespace
}  // namespace chaffinch::learning::test
