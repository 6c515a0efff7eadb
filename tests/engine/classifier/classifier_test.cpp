// Both layers together: one signal a label, with its reasons.

#include "engine/classifier/classifier.h"

#include "engine/classifier/model_file.h"
#include "tests/engine/classifier/examples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr HashKey key{5};

/// A model of one label in which some words weigh something; it keeps its bytes alive.
std::shared_ptr<const Model> model_of(
    const std::string& label, const std::vector<std::pair<std::string, float>>& words
) {
    TrainedLabel trained{label, 16, std::vector<float>(65'536), 0, 2};
    for (const auto& [word, weight] : words) {
        trained.weights[test::features_of(word).hashes.front() >> 48U] = weight;
    }
    auto bytes =
        std::make_shared<const std::vector<std::byte>>(encode_model(label + "-1", {&trained, 1}));
    return *decode_model(*bytes, bytes);
}

void teach(SiteLayer& layer, int each) {
    for (int i = 0; i < each; ++i) {
        const std::string n = std::to_string(i);
        layer.learn({"s" + n, test::features_of("cheap pills number " + n, key), true, 0, 1});
        layer.learn(
            {"h" + n, test::features_of("a thoughtful article indeed " + n, key), false, 0, 1}
        );
    }
}

Signals score(
    const Classifier& classifier,
    const text::Document& document,
    const context::Relation& relation = {}
) {
    return classifier.score({}, document, relation, {}, Detail::explained);
}

TEST(Classifier, WithoutModelsSaysNothing) {
    const Classifier none;
    EXPECT_EQ(none.version(), "none");
    EXPECT_THAT(score(none, test::document_of("cheap pills")), SizeIs(0));
    const Classifier untaught{{}, std::make_shared<SiteLayer>(key), nullptr};
    EXPECT_THAT(score(untaught, test::document_of("cheap pills")), SizeIs(0));
    EXPECT_EQ(untaught.version(), "none");
}

TEST(Classifier, NamesSignalsAndReasonsByLabel) {
    const Classifier both{
        {model_of("spam", {{"pills", 40}}), model_of("toxic", {{"idiot", 40}})}, nullptr, nullptr
    };
    EXPECT_EQ(both.version(), "spam-1+toxic-1");
    const Signals signals = score(both, test::document_of("buy pills"));
    ASSERT_THAT(signals, SizeIs(2));
    EXPECT_EQ(signals[0].name, "classifier.spam");
    EXPECT_EQ(signals[0].reason, Reason::spam_content);
    EXPECT_EQ(signals[0].source, SignalSource::classifier);
    EXPECT_GT(signals[0].weight, 1);
    EXPECT_GT(signals[0].probability, 0.7);
    EXPECT_EQ(signals[1].name, "classifier.toxic");
    EXPECT_EQ(signals[1].reason, Reason::abuse_content);
}

TEST(Classifier, AloneMayHoldButNeverRejectsBeforeAHundredDecisionsOfEachClass) {
    const auto model = model_of("spam", {{"pills", 600}, {"thoughtful", -600}});
    const Signals untaught = score({{model}, nullptr, nullptr}, test::document_of("pills"));
    EXPECT_LT(untaught.at(0).weight, 5);
    EXPECT_GT(untaught.at(0).weight, 2);
    EXPECT_GE(score({{model}, nullptr, nullptr}, test::document_of("thoughtful")).at(0).weight, -1);
    const auto layer = std::make_shared<SiteLayer>(key);
    const Classifier taught{{model}, layer, nullptr};
    teach(*layer, 99);
    EXPECT_LT(score(taught, test::document_of("cheap pills number")).at(0).weight, 5);
    layer->learn({"s", test::features_of("cheap pills number x", key), true, 0, 1});
    layer->learn({"h", test::features_of("a thoughtful article x", key), false, 0, 1});
    EXPECT_GT(score(taught, test::document_of("cheap pills number")).at(0).weight, 5);
    EXPECT_EQ(taught.version(), "spam-1+site@200");
}

TEST(Classifier, OfAbuseNeverSpeaksForAComment) {
    const Classifier abuse{{model_of("toxic", {{"thanks", -600}})}, nullptr, nullptr};
    EXPECT_EQ(score(abuse, test::document_of("thanks")).at(0).weight, 0);
}

TEST(Classifier, NeutralisesTheArticlesOwnWordsAndSaysSo) {
    const Classifier classifier{
        {model_of("spam", {{"botox", 20}, {"cheap", 20}})}, nullptr, nullptr
    };
    const text::Document document = test::document_of("cheap botox");
    context::Relation relation;
    relation.topic_weights = {0.0F, 0.8F};
    const Signals plain = score(classifier, document);
    const Signals related = score(classifier, document, relation);
    EXPECT_GT(plain.at(0).weight, related.at(0).weight);
    EXPECT_GT(related.at(0).weight, 0) << "neutralised is not acquitted";
    ASSERT_THAT(related.at(0).neutralised, SizeIs(1));
    const NeutralisedTerm& term = related.at(0).neutralised[0];
    EXPECT_EQ(term.term, "botox");
    EXPECT_NEAR(term.to, term.from * 0.2, 1e-6);
    EXPECT_THAT(term.why, HasSubstr("topic"));
}

TEST(Classifier, TakesDetailOrLeavesItWithoutChangingTheScore) {
    const Classifier classifier{{model_of("spam", {{"pills", 20}})}, nullptr, nullptr};
    const text::Document document = test::document_of("cheap pills");
    const Signals brief = classifier.score({}, document, {}, {}, Detail::score_only);
    const Signals full = score(classifier, document);
    EXPECT_EQ(brief.at(0).weight, full.at(0).weight);
    EXPECT_THAT(brief.at(0).terms, SizeIs(0));
    EXPECT_GE(full.at(0).terms.size(), 1U);
}

TEST(Classifier, UnlearnsARuleThatIsWrongOnThisSite) {
    const auto layer = std::make_shared<SiteLayer>(key);
    const Classifier classifier{{}, layer, nullptr};
    for (int i = 0; i < 30; ++i) {
        const std::string n = std::to_string(i);
        TrainingExample ham = classifier.example(
            {}, test::document_of("see my page " + n), {}, {"spam.link"}, "spam"
        );
        ham.event_id = "h" + n;
        layer->learn(ham);
        TrainingExample spam =
            classifier.example({}, test::document_of("see my page " + n), {}, {}, "spam");
        spam.event_id = "s" + n;
        spam.positive = true;
        layer->learn(spam);
    }
    const text::Document document = test::document_of("see my page");
    const double with =
        classifier.score({}, document, {}, {"spam.link"}, Detail::score_only).at(0).weight;
    const double without = classifier.score({}, document, {}, {}, Detail::score_only).at(0).weight;
    EXPECT_LT(with, without - 0.2);
}

TEST(Explanation, OfAGoldenComment) {
    const Classifier classifier{
        {model_of("spam", {{"pills", 30}, {"cheap", 10}, {"doctor", -8}})}, nullptr, nullptr
    };
    const Signals signals = score(classifier, test::document_of("ask a doctor about cheap pills"));
    ASSERT_THAT(signals, SizeIs(1));
    const Signal& signal = signals[0];
    ASSERT_GE(signal.terms.size(), 3U);
    EXPECT_EQ(signal.terms[0].term, "pills");
    EXPECT_EQ(signal.terms[1].term, "cheap");
    EXPECT_EQ(signal.terms[2].term, "doctor");
    EXPECT_LT(signal.terms[2].weight, 0);
    ASSERT_THAT(signal.terms[0].spans, SizeIs(1));
    EXPECT_EQ(signal.terms[0].spans[0], (Span{Field::text, 25, 30}));
    EXPECT_EQ(
        signal.explanation,
        "91 % spam by the general model; without \"pills\" the score would be about 0.1 instead of "
        "2.3"
    );
}

}  // namespace
}  // namespace chaffinch::classifier
