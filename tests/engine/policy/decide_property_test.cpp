// What must hold of decide() for any signals under any policy.

#include "engine/policy/decide.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace chaffinch::policy {
namespace {

using chaffinch::test::SeededRandom;

double any_weight(SeededRandom& random) {
    if (random.chance(0.03)) return std::numeric_limits<double>::quiet_NaN();
    if (random.chance(0.03)) return std::numeric_limits<double>::infinity();
    if (random.chance(0.03)) return -1e300;
    return static_cast<double>(random.between(-60, 90)) / 10;
}

Reason any_reason(SeededRandom& random) {
    return static_cast<Reason>(random.between(0, static_cast<std::int64_t>(Reason::other)));
}

Signal any_signal(SeededRandom& random) {
    Signal signal;
    signal.name = "R" + std::to_string(random.between(0, 9));
    signal.source = static_cast<SignalSource>(random.between(0, 4));
    signal.reason = any_reason(random);
    signal.weight = any_weight(random);
    if (random.chance(0.2)) signal.action = static_cast<Action>(random.between(0, 5));
    if (random.chance(0.5)) {
        signal.group = random.chance(0.5) ? "links" : "trust";
        signal.group_cap = static_cast<double>(random.between(0, 8));
        signal.group_floor = -static_cast<double>(random.between(0, 8));
    }
    signal.shadow = random.chance(0.15);
    return signal;
}

Signals any_signals(SeededRandom& random) {
    Signals signals;
    for (std::int64_t i = random.between(0, 8); i > 0; --i) signals.push_back(any_signal(random));
    return signals;
}

Policy any_policy(SeededRandom& random) {
    Policy policy;
    policy.hold_at = static_cast<double>(random.between(0, 40)) / 10;
    policy.reject_at = static_cast<double>(random.between(0, 80)) / 10;
    policy.classifier_cap = static_cast<double>(random.between(-10, 80)) / 10;
    return policy;
}

constexpr int rounds = 20'000;

TEST(DecideProperty, RaisingAScoreNeverMakesTheOutcomeMilder) {
    SeededRandom random;
    for (int round = 0; round < rounds; ++round) {
        Signals signals = any_signals(random);
        if (signals.empty()) continue;
        const Policy policy = any_policy(random);
        const Verdict before = decide(signals, policy);
        Signal& raised = signals[static_cast<std::size_t>(
            random.between(0, static_cast<std::int64_t>(signals.size()) - 1)
        )];
        if (std::isnan(raised.weight)) raised.weight = 0;
        raised.weight += static_cast<double>(random.between(1, 50)) / 10;
        const Verdict after = decide(signals, policy);
        ASSERT_GE(after.outcome, before.outcome) << "round " << round;
        ASSERT_GE(after.score, before.score) << "round " << round;
        ASSERT_GE(after.escalated, before.escalated) << "round " << round;
        ASSERT_GE(after.discard, before.discard) << "round " << round;
    }
}

TEST(DecideProperty, TheOrderOfSignalsDoesNotMatter) {
    SeededRandom random;
    for (int round = 0; round < rounds; ++round) {
        Signals signals = any_signals(random);
        const Policy policy = any_policy(random);
        const Verdict one = decide(signals, policy);
        for (std::size_t i = signals.size(); i > 1; --i) {
            const auto j =
                static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1));
            std::swap(signals[i - 1], signals[j]);
        }
        const Verdict other = decide(signals, policy);
        ASSERT_EQ(one.outcome, other.outcome) << "round " << round;
        ASSERT_EQ(one.score, other.score) << "round " << round;
        ASSERT_EQ(one.reasons, other.reasons) << "round " << round;
        ASSERT_EQ(one.escalated, other.escalated) << "round " << round;
        ASSERT_EQ(one.discard, other.discard) << "round " << round;
    }
}

TEST(DecideProperty, VerdictsAreFiniteAndTheirPartsAgree) {
    SeededRandom random;
    for (int round = 0; round < rounds; ++round) {
        const Signals signals = any_signals(random);
        const Verdict verdict = decide(signals, any_policy(random));
        ASSERT_TRUE(std::isfinite(verdict.score));
        ASSERT_EQ(verdict.signals.size(), signals.size());
        ASSERT_TRUE(!verdict.escalated || verdict.outcome == Outcome::hold);
        ASSERT_TRUE(!verdict.discard || verdict.outcome == Outcome::reject);
        std::set<Reason> seen;
        for (const ReasonScore& entry : verdict.reasons) {
            ASSERT_TRUE(std::isfinite(entry.score));
            ASSERT_TRUE(seen.insert(entry.reason).second) << "one entry a reason";
            ASSERT_NE(entry.reason, Reason::none);
        }
        const bool person_first = std::ranges::any_of(signals, [](const Signal& signal) {
            return !signal.shadow && needs_human(signal.reason);
        });
        ASSERT_TRUE(!person_first || verdict.outcome != Outcome::reject) << "round " << round;
    }
}

TEST(DecideProperty, ShadowSignalsChangeNothing) {
    SeededRandom random;
    for (int round = 0; round < rounds; ++round) {
        Signals signals = any_signals(random);
        const Policy policy = any_policy(random);
        const Verdict without = decide(signals, policy);
        Signal shadow = any_signal(random);
        shadow.shadow = true;
        signals.push_back(shadow);
        const Verdict with = decide(signals, policy);
        ASSERT_EQ(with.outcome, without.outcome) << "round " << round;
        ASSERT_EQ(with.score, without.score) << "round " << round;
        ASSERT_EQ(with.reasons, without.reasons) << "round " << round;
    }
}

}  // namespace
}  // namespace chaffinch::policy
