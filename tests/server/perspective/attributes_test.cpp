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
    EXPECT_EQ(value(threat, Attribute::threat), 0.5);
    EXPECT_EQ(value(threat, Attribute::toxicity), 0.5);
    EXPECT_EQ(value(threat, Attribute::insult), 0);
    EXPECT_EQ(value(threat, Attribute::spam), 0);
    const Signals surer{rule(Reason::abuse_insult, 4), classified("classifier.toxic", 0.2)};
    EXPECT_GT(value(surer, Attribute::toxicity), 0.85);
    Signal shadow = rule(Reason::abuse_threat, 9);
    shadow.shadow = true;
    EXPECT_EQ(value({shadow}, Attribute::threat), 0);
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
