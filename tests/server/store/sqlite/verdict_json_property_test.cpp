// Stored verdicts come back as they were, whatever is in them.

#include "server/store/sqlite/verdict_json.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite {
namespace {

using test::SeededRandom;

double any_number(SeededRandom& random) {
    while (true) {
        const auto bits = static_cast<std::uint64_t>(random.between(
            std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()
        ));
        const auto value = random.chance(0.5) ? std::bit_cast<double>(bits)
                                              : static_cast<double>(random.between(-999, 999)) / 7;
        if (std::isfinite(value)) return value;
    }
}

std::string any_text(SeededRandom& random) {
    return random.chance(0.3) ? random.bytes(30) : random.text(4);
}

std::vector<Span> any_spans(SeededRandom& random) {
    std::vector<Span> spans;
    while (random.chance(0.5)) {
        Span span;
        span.field = static_cast<Field>(random.between(0, 4));
        span.begin = static_cast<std::uint32_t>(random.between(0, 0xffffffff));
        span.end = static_cast<std::uint32_t>(random.between(0, 0xffffffff));
        spans.push_back(span);
    }
    return spans;
}

Reason any_reason(SeededRandom& random) {
    return reason_table()[static_cast<std::size_t>(random.between(
                              0, static_cast<std::int64_t>(reason_table().size()) - 1
                          ))]
        .reason;
}

Signal any_signal(SeededRandom& random) {
    Signal signal;
    signal.name = any_text(random);
    signal.rev = static_cast<int>(random.between(-9, 99));
    signal.source = static_cast<SignalSource>(random.between(0, 4));
    signal.reason = any_reason(random);
    signal.weight = any_number(random);
    signal.action = static_cast<Action>(random.between(0, 5));
    signal.group = any_text(random);
    signal.group_cap = any_number(random);
    signal.group_floor = any_number(random);
    signal.shadow = random.chance(0.5);
    signal.explanation = any_text(random);
    signal.spans = any_spans(random);
    while (random.chance(0.5)) {
        signal.terms.push_back({any_text(random), any_number(random), any_spans(random)});
    }
    while (random.chance(0.5)) {
        signal.neutralised.push_back(
            {any_text(random), any_number(random), any_number(random), any_text(random)}
        );
    }
    signal.probability = random.chance(0.5) ? -1 : any_number(random);
    return signal;
}

Verdict any_verdict(SeededRandom& random) {
    Verdict verdict;
    verdict.outcome = static_cast<Outcome>(random.between(0, 2));
    verdict.escalated = random.chance(0.5);
    verdict.discard = random.chance(0.5);
    verdict.score = any_number(random);
    while (random.chance(0.6)) {
        verdict.reasons.push_back({any_reason(random), any_number(random)});
    }
    while (random.chance(0.6)) verdict.signals.push_back(any_signal(random));
    verdict.provenance = {any_text(random), any_text(random), any_text(random)};
    return verdict;
}

void expect_equal(const Signal& a, const Signal& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.rev, b.rev);
    EXPECT_EQ(a.source, b.source);
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(a.weight, b.weight);
    EXPECT_EQ(a.action, b.action);
    EXPECT_EQ(a.group, b.group);
    EXPECT_EQ(a.group_cap, b.group_cap);
    EXPECT_EQ(a.group_floor, b.group_floor);
    EXPECT_EQ(a.shadow, b.shadow);
    EXPECT_EQ(a.explanation, b.explanation);
    EXPECT_EQ(a.spans, b.spans);
    EXPECT_EQ(a.probability, b.probability);
    ASSERT_EQ(a.terms.size(), b.terms.size());
    for (std::size_t i = 0; i < a.terms.size(); ++i) {
        EXPECT_EQ(a.terms[i].term, b.terms[i].term);
        EXPECT_EQ(a.terms[i].weight, b.terms[i].weight);
        EXPECT_EQ(a.terms[i].spans, b.terms[i].spans);
    }
    ASSERT_EQ(a.neutralised.size(), b.neutralised.size());
    for (std::size_t i = 0; i < a.neutralised.size(); ++i) {
        EXPECT_EQ(a.neutralised[i].term, b.neutralised[i].term);
        EXPECT_EQ(a.neutralised[i].from, b.neutralised[i].from);
        EXPECT_EQ(a.neutralised[i].to, b.neutralised[i].to);
        EXPECT_EQ(a.neutralised[i].why, b.neutralised[i].why);
    }
}

TEST(VerdictJson, GivesBackEveryVerdictToTheLastBit) {
    SeededRandom random;
    for (int round = 0; round < 500; ++round) {
        SCOPED_TRACE(round);
        const Verdict verdict = any_verdict(random);
        const auto decoded = decode_verdict(encode_verdict(verdict));
        ASSERT_TRUE(decoded) << decoded.error().detail;
        EXPECT_EQ(decoded->outcome, verdict.outcome);
        EXPECT_EQ(decoded->escalated, verdict.escalated);
        EXPECT_EQ(decoded->discard, verdict.discard);
        EXPECT_EQ(decoded->score, verdict.score);
        EXPECT_EQ(decoded->reasons, verdict.reasons);
        EXPECT_EQ(decoded->provenance.rules, verdict.provenance.rules);
        EXPECT_EQ(decoded->provenance.model, verdict.provenance.model);
        EXPECT_EQ(decoded->provenance.policy, verdict.provenance.policy);
        ASSERT_EQ(decoded->signals.size(), verdict.signals.size());
        for (std::size_t i = 0; i < verdict.signals.size(); ++i) {
            expect_equal(decoded->signals[i], verdict.signals[i]);
        }
    }
}

TEST(VerdictJson, MakesNumbersFiniteThatAreNot) {
    Verdict verdict;
    verdict.score = std::numeric_limits<double>::infinity();
    verdict.reasons.push_back({Reason::spam_loan, std::numeric_limits<double>::quiet_NaN()});
    const auto decoded = decode_verdict(encode_verdict(verdict));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->score, std::numeric_limits<double>::max());
    EXPECT_EQ(decoded->reasons[0].score, 0);
}

TEST(VerdictJson, RefusesWhatItNeverWrote) {
    const char* const cases[] = {
        "",
        "[]",
        "{",
        R"({"outcome":"perhaps"})",
        R"({"outcome":7})",
        R"({"escalated":"yes"})",
        R"({"score":2.5})",
        R"({"score":"2.5x"})",
        R"({"score":"inf"})",
        R"({"reasons":[{"code":"spam.none_such"}]})",
        R"({"reasons":[7]})",
        R"({"signals":{}})",
        R"({"signals":[{"spans":[["text",1]]}]})",
        R"({"signals":[{"spans":[["nose",1,2]]}]})",
        R"({"signals":[{"spans":[["text",-1,2]]}]})",
        R"({"signals":[{"rev":1e99}]})",
    };
    for (const char* text : cases) {
        SCOPED_TRACE(text);
        const auto refused = decode_verdict(text);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::malformed);
    }
}

TEST(VerdictJson, PassesOverMembersOfLaterVersions) {
    const auto decoded = decode_verdict(R"({"outcome":"hold","later":{"deep":[1,2]}})");
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->outcome, Outcome::hold);
}

}  // namespace
}  // namespace chaffinch::store::sqlite
