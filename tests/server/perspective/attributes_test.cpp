// Signals as Perspective's attributes.

#include "server/perspective/attributes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace chaffinch::perspective {
namespace {

Signal rule(Reason reason, double weight, std::vector<Span> spans = {}) {
    Signal signal;
    signal.name = "RULE";
    signal.reason = reason;
    signal.weight = weight;
    signal.spans = std::move(spans);
    return signal;
}

Signal classified(const char* name, double probability, std::vector<Term> terms = {}) {
    Signal signal;
    signal.name = name;
    signal.source = SignalSource::classifier;
    signal.probability = probability;
    signal.weight = std::log(probability / (1 - probability));
    signal.terms = std::move(terms);
    return signal;
}

double value(const Signals& signals, Attribute attribute) {
    Verdict verdict;
    verdict.signals = signals;
    return score_of(verdict, attribute, "some text", 2).value;
}

TEST(Attributes, SpamAndToxicityAreTheClassifiersProbabilities) {
    const Signals signals{classified("classifier.spam", 0.3), classified("classifier.toxic", 0.7)};
    EXPECT_EQ(value(signals, Attribute::spam), 0.3);
    EXPECT_EQ(value(signals, Attribute::toxicity), 0.7);
    EXPECT_EQ(value(signals, Attribute::insult), 0);
    EXPECT_EQ(value(signals, Attribute::threat), 0);
}

TEST(Attributes, ARuleCountsForItsOwnAttributesAndHalfIsWhereACommentIsHeld) {
    const Signals threat{rule(Reason::abuse_threat, 2)};
    EXPECT_GT(value(threat, Attribute::threat), 0);
    EXPECT_EQ(value(threat, Attribute::toxicity), 0.5);
    EXPECT_EQ(value(threat, Attribute::insult), 0);
    EXPECT_EQ(value(threat, Attribute::spam), 0);
    const Signals surer{rule(Reason::abuse_insult, 4), classified("classifier.toxic", 0.2)};
    EXPECT_GT(value(surer, Attribute::toxicity), 0.85);
    Signal shadow = rule(Reason::abuse_threat, 9);
    shadow.shadow = true;
    EXPECT_EQ(value({shadow}, Attribute::threat), 0);
}

TEST(Attributes, InsultAndThreatAreTheChanceOfAbuseOnceARuleSeesOne) {
    for (const Reason reason : {Reason::abuse_insult, Reason::abuse_harassment}) {
        const double chance =
            value({rule(reason, 1.5), classified("classifier.toxic", 0.9)}, Attribute::insult);
        EXPECT_DOUBLE_EQ(chance, insult_chance.of(1.5, std::log(9)));
    }
    const Signals both{rule(Reason::abuse_threat, 3), classified("classifier.toxic", 0.8)};
    EXPECT_DOUBLE_EQ(value(both, Attribute::threat), threat_chance.of(3, std::log(4)));
    EXPECT_EQ(value(both, Attribute::insult), 0) << "a threat is no insult";
    EXPECT_EQ(
        value(
            {rule(Reason::abuse_insult, 2), classified("classifier.toxic", 0.1)}, Attribute::insult
        ),
        insult_chance.of(2, 0)
    ) << "the model never speaks for a text";
}

TEST(Attributes, TheChanceOfAbuseRisesWithEitherEvidenceAndStaysAProbability) {
    for (const AbuseChance& chance : {insult_chance, threat_chance}) {
        EXPECT_GE(chance.per_point, 0);
        EXPECT_GE(chance.per_model, 0);
        EXPECT_GT(chance.per_point + chance.per_model, 0.1) << "evidence says something";
        for (double model = -6; model <= 6; model += 0.5) {
            double last = 0;
            for (double points = 0; points <= 40; points += 0.25) {
                const double now = chance.of(points, model);
                ASSERT_GE(now, last);
                ASSERT_GE(now, chance.of(points, model - 0.5));
                ASSERT_GT(now, 0);
                ASSERT_LT(now, 1);
                last = now;
            }
        }
    }
}

TEST(Attributes, MoreEvidenceNeverLowersAScore) {
    double last = 0;
    for (double weight = 0.1; weight < 12; weight += 0.1) {
        const double now = value({rule(Reason::abuse_threat, weight)}, Attribute::threat);
        EXPECT_GE(now, last);
        EXPECT_LE(now, 1);
        last = now;
    }
}

TEST(Attributes, SpansCountUtf16UnitsOfTheText) {
    // "ä" is two bytes and one unit, the emoji four bytes and two units.
    const std::string text = "\u00e4 \U0001F600 die now";
    Verdict verdict;
    verdict.signals = {
        rule(Reason::abuse_threat, 3, {{Field::text, 8, 15}, {Field::author_name, 0, 2}})
    };
    const AttributeScore score = score_of(verdict, Attribute::threat, text, 2);
    ASSERT_EQ(score.spans.size(), 1U);
    EXPECT_EQ(score.spans[0].begin, 5U);
    EXPECT_EQ(score.spans[0].end, 12U);
    EXPECT_NEAR(score.spans[0].value, 0.731, 0.001);
}

TEST(Attributes, TheStrongestHundredPlacesAreKeptInTheirOrder) {
    std::vector<Term> terms;
    for (std::uint32_t i = 0; i < 150; ++i) {
        Term term;
        term.weight = i;
        term.spans = {{Field::text, i, i + 1}};
        terms.push_back(term);
    }
    Verdict verdict;
    verdict.signals = {classified("classifier.spam", 0.9, terms)};
    const auto spans = score_of(verdict, Attribute::spam, std::string(200, 'a'), 2).spans;
    ASSERT_EQ(spans.size(), 100U);
    EXPECT_EQ(spans.front().begin, 50U);
    EXPECT_EQ(spans.back().begin, 149U);
}

}  // namespace
}  // namespace chaffinch::perspective
