// Learning step by step, with lessons taken back in between, equals learning the ledger anew, to
// the bit (reliability L6).

#include "server/learning/taught_site.h"
#include "tests/server/learning/lessons.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch::learning::test {
namespace {

/// Small, so that every limit bites within a few hundred lessons.
constexpr AdmissionLimits tight{
    .a_day = 12,
    .unlimited = 20,
    .share = 0.2,
    .balance = 2,
    .hold_out_from = 20,
    .hold_out_every = 4
};
constexpr GateLimits tight_gate{
    .batch = 10, .least_held_out = 12, .most_held_out = 30, .worst_fall = 0.05, .deviations = 0.5
};

std::vector<std::uint64_t> features(chaffinch::test::SeededRandom& random, bool positive) {
    std::vector<std::uint64_t> found;
    for (int i = 0; i < 12; ++i) {
        const std::int64_t word = random.between(0, 60) + (positive && random.chance(0.6) ? 40 : 0);
        const auto hash = static_cast<std::uint64_t>(word) * 0x9E3779B97F4A7C15ULL;
        if (std::ranges::find(found, hash) == found.end()) found.push_back(hash);
    }
    return found;
}

Lesson random_lesson(chaffinch::test::SeededRandom& random, std::int64_t sequence) {
    const bool positive = random.chance(0.7);
    LessonFacts one = facts(sequence, positive);
    one.label = random.chance(0.8) ? TrainingLabel::spam : TrainingLabel::abuse;
    one.day += std::chrono::days(sequence / 40);
    one.moderator = "mod_" + std::to_string(random.between(0, 2));
    if (random.chance(0.7)) one.author = "id:" + std::to_string(random.between(0, 9));
    if (random.chance(0.5)) one.network = std::to_string(random.between(0, 2));
    if (random.chance(0.3)) one.hosts = {"host" + std::to_string(random.between(0, 0))};
    one.already_right = random.chance(0.3);
    // Now and then a stretch of lies, so that batches are refused.
    const bool lie = sequence / 30 % 3 == 2;
    return lesson(std::move(one), features(random, positive != lie));
}

TaughtSite anew(const std::vector<Lesson>& ledger) {
    TaughtSite site(key, tight, tight_gate);
    for (const Lesson& lesson : ledger) EXPECT_TRUE(site.offer(lesson));
    return site;
}

std::vector<std::string> random_events(
    chaffinch::test::SeededRandom& random, const std::vector<Lesson>& ledger
) {
    std::vector<std::string> events{"trn_unknown"};
    const auto back = random.chance(0.7) ? std::min<std::size_t>(ledger.size(), 8) : ledger.size();
    for (std::int64_t i = random.between(0, 3); i >= 0 && !ledger.empty(); --i) {
        const auto at = ledger.size() - 1 -
                        static_cast<std::size_t>(random.between(0, static_cast<int>(back) - 1));
        events.push_back(ledger[at].facts.event);
    }
    return events;
}

TEST(TaughtSiteProperty, EqualsItsLedgerLearntAnewAfterAnyLessonsAndTakenBackOnes) {
    std::size_t quick = 0;
    std::size_t slow = 0;
    Tally seen;
    for (std::uint64_t round = 0; round < 4; ++round) {
        SCOPED_TRACE(round);
        chaffinch::test::SeededRandom random(chaffinch::test::test_seed() + round);
        std::vector<Lesson> ledger;
        auto site = std::make_unique<TaughtSite>(key, tight, tight_gate);
        for (std::int64_t sequence = 1; sequence <= 300; ++sequence) {
            ledger.push_back(random_lesson(random, sequence));
            ASSERT_TRUE(site->offer(ledger.back()));
            if (!random.chance(0.04)) continue;
            const auto events = random_events(random, ledger);
            std::erase_if(ledger, [&](const Lesson& lesson) {
                return std::ranges::find(events, lesson.facts.event) != events.end();
            });
            const bool done = site->take_back(events);
            ++(done ? quick : slow);
            if (!done) site = std::make_unique<TaughtSite>(anew(ledger));
            ASSERT_EQ(site->state_hash(), anew(ledger).state_hash()) << "at lesson " << sequence;
        }
        const TaughtSite again = anew(ledger);
        ASSERT_EQ(site->state_hash(), again.state_hash());
        ASSERT_EQ(site->tally().by_ruling, again.tally().by_ruling);
        for (std::size_t i = 0; i < seen.by_ruling.size(); ++i)
            seen.by_ruling.at(i) += again.tally().by_ruling.at(i);
        seen.batches_refused += again.tally().batches_refused;
        seen.waiting += again.tally().waiting;
    }
    // The test has said nothing of what never happened in it.
    EXPECT_GT(quick, 5U);
    EXPECT_GT(slow, 2U);
    EXPECT_GT(seen.batches_refused, 0U);
    EXPECT_GT(seen.waiting, 0U);
    for (std::size_t i = 0; i < seen.by_ruling.size(); ++i)
        EXPECT_GT(seen.by_ruling.at(i), 0U) << i;
}

/// A ledger in which one moderator contradicts a sure classifier all along.
std::vector<Lesson> ledger_with_a_contradictor(chaffinch::test::SeededRandom& random) {
    std::vector<Lesson> ledger;
    for (std::int64_t sequence = 1; sequence <= 200; ++sequence) {
        Lesson next = random_lesson(random, sequence);
        const bool contradicts = next.facts.moderator == "mod_1" && random.chance(0.9);
        next.facts.stance = contradicts ? Stance::opposite : Stance::same;
        ledger.push_back(std::move(next));
    }
    return ledger;
}

TEST(TaughtSiteProperty, WithAVoucherIsAsIfNoDoubtHadBeenAndUnlearnsToTheBit) {
    const auto taught =
        [](const std::vector<Lesson>& ledger, AdmissionLimits limits, Vouched vouched) {
            auto site = std::make_unique<TaughtSite>(
                key, limits, tight_gate, classifier::LayerOptions{}, std::move(vouched)
            );
            for (const Lesson& lesson : ledger) EXPECT_TRUE(site->offer(lesson));
            return site;
        };
    AdmissionLimits trusting = tight;
    trusting.doubt = DoubtLimits::never();
    std::size_t quick = 0;
    for (std::uint64_t round = 0; round < 6; ++round) {
        SCOPED_TRACE(round);
        chaffinch::test::SeededRandom random(chaffinch::test::test_seed() + round);
        std::vector<Lesson> ledger = ledger_with_a_contradictor(random);
        const Vouched all{{"mod_1", 200}};
        ASSERT_TRUE(taught(ledger, tight, {})->doubted_by_moderator().contains("mod_1"));
        auto site = taught(ledger, tight, all);
        EXPECT_TRUE(site->doubted_by_moderator().empty());
        EXPECT_EQ(site->state_hash(), taught(ledger, trusting, {})->state_hash());
        // Half of it vouched for: what is taken back leaves the site as its ledger makes it.
        const Vouched half{{"mod_1", 100}};
        site = taught(ledger, tight, half);
        for (int times = 0; times < 4; ++times) {
            const auto events = random_events(random, ledger);
            std::erase_if(ledger, [&](const Lesson& lesson) {
                return std::ranges::find(events, lesson.facts.event) != events.end();
            });
            const bool done = site->take_back(events);
            quick += done ? 1 : 0;
            if (!done) site = taught(ledger, tight, half);
            ASSERT_EQ(site->state_hash(), taught(ledger, tight, half)->state_hash());
        }
    }
    EXPECT_GT(quick, 0U);
}

TEST(TaughtSite, RefusesALessonThatComesLate) {
    TaughtSite site(key);
    EXPECT_TRUE(site.offer(lesson(facts(2, true), {1, 2})));
    const std::uint64_t before = site.state_hash();
    EXPECT_FALSE(site.offer(lesson(facts(1, false), {3})));
    EXPECT_FALSE(site.offer(lesson(facts(2, true), {1, 2})));
    EXPECT_EQ(site.state_hash(), before);
}

}  // namespace
}  // namespace chaffinch::learning::test
