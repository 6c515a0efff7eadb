// What the classifier sees of a comment.

#include "engine/classifier/features.h"

#include "tests/engine/classifier/examples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

using test::document_of;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

std::vector<std::string> names_of(
    const text::Document& document, const context::Relation& relation = {}
) {
    std::vector<std::string> names;
    for (const NamedFeature& feature : extract_named({}, document, relation, {}, {})) {
        names.push_back(feature.name);
    }
    return names;
}

std::vector<std::string> names_of(std::string_view text) {
    return names_of(document_of(text));
}

TEST(Features, AreWordsPairsAndGramsAcrossBlanks) {
    EXPECT_THAT(
        names_of("buy now"),
        IsSupersetOf(
            {"w:buy",
             "w:now",
             "p:buy now",
             "c: buy",
             "c:buy ",
             "c:uy n",
             "c:y no",
             "c: now",
             "c:now "}
        )
    );
}

TEST(Features, TakePunctuationRunsAsWords) {
    struct Case {
        std::string text;
        std::vector<std::string> expected;
    };

    const std::vector<Case> cases{
        {"wow!!! yes", {"w:wow", "w:!!!", "w:yes", "p:wow !!!", "p:!!! yes"}},
        {"don't", {"w:don't"}},
        {"it\xE2\x80\x99s", {"w:it\xE2\x80\x99s"}},
        {"'quoted'", {"w:'", "w:quoted"}},
        {"a_b", {"w:a_b"}},
        {"nice \xF0\x9F\x98\x80\xF0\x9F\x98\x80", {"w:nice", "w:\xF0\x9F\x98\x80\xF0\x9F\x98\x80"}},
        {"\xE0\xA4\xA8\xE0\xA4\xAE\xE0\xA4\xB8\xE0\xA5\x8D\xE0\xA4\xA4\xE0\xA5\x87",
         {"w:\xE0\xA4\xA8\xE0\xA4\xAE\xE0\xA4\xB8\xE0\xA5\x8D\xE0\xA4\xA4\xE0\xA5\x87"}},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_THAT(names_of(c.text), IsSupersetOf(c.expected));
    }
}

TEST(Features, TakeCharactersAndPairsOfUnspacedScripts) {
    const std::vector<std::string> names = names_of("\xE4\xBD\xA0\xE5\xA5\xBD\xE5\x90\x97 ok");
    EXPECT_THAT(
        names,
        IsSupersetOf({"k:\xE4\xBD\xA0", "k:\xE4\xBD\xA0\xE5\xA5\xBD", "k:\xE5\xA5\xBD\xE5\x90\x97"})
    );
    EXPECT_THAT(names, Not(Contains("k:o")));
}

TEST(Features, SeeLinksAndContactsAndShape) {
    text::Document document = document_of("see shop");
    document.shape.exclamations = 3;
    document.links.push_back(
        {.url = "http://a.shop.example/x",
         .host = "a.shop.example",
         .registered_domain = "shop.example",
         .span = {Field::text, 4, 8}}
    );
    document.contacts.push_back({text::ContactKind::phone, "+15550128", {Field::text, 0, 3}});
    document.flags.styled = true;
    EXPECT_THAT(
        names_of(document),
        IsSupersetOf(
            {"#url1",
             "#http",
             "#host:a.shop.example",
             "#domain:shop.example",
             "#tld:example",
             "#phone",
             "#phone:+15550128",
             "#styled",
             "#ex2",
             "#len0"}
        )
    );
}

TEST(Features, KeepAuthorsApartFromTheBody) {
    text::Document document = document_of("hello");
    document.author.name.text = "pills";
    document.author.links.push_back({.host = "shop.example"});
    const std::vector<std::string> names = names_of(document);
    EXPECT_THAT(names, IsSupersetOf({"a:pills", "ac:pil", "au:shop.example"}));
    EXPECT_THAT(names, Not(Contains("w:pills")));
}

TEST(Features, CrossArticleBucketsWithLengthAndLink) {
    context::Relation relation;
    relation.has_article = true;
    relation.specific_terms = 2;
    relation.containment = 0.6;
    relation.language_matches = false;
    const std::vector<std::string> names = names_of(document_of("hello"), relation);
    EXPECT_THAT(names, IsSupersetOf({"#ctx:specific16", "#ctx:copied24", "#ctx:language0"}));
    EXPECT_THAT(names_of("hello"), Not(Contains(testing::StartsWith("#ctx"))));
}

TEST(Features, CarryTheSmallestTopicWeightOfTheirWords) {
    const text::Document document = document_of("botox cures botox!");
    context::Relation relation;
    relation.topic_weights = {0.9F, 0.0F, 0.4F};
    for (const NamedFeature& feature : extract_named({}, document, relation, {}, {})) {
        SCOPED_TRACE(feature.name);
        if (feature.name == "w:botox" || feature.name == "c:otox") {
            EXPECT_FLOAT_EQ(feature.topic, 0.4F);
        }
        if (feature.name == "c:tox!") {
            EXPECT_FLOAT_EQ(feature.topic, 0.4F);
        }
        if (feature.name == "p:botox cures" || feature.name == "w:cures" ||
            feature.name == "c:ox c") {
            EXPECT_FLOAT_EQ(feature.topic, 0.0F);
        }
    }
}

TEST(Features, PutRuleHitsLastWhereTheGeneralModelDoesNotLook) {
    const FeatureSet without = extract({}, document_of("hello"), {}, {}, {});
    const FeatureSet with =
        extract({}, document_of("hello"), {}, {"spam.a", "spam.b", "spam.a"}, {});
    EXPECT_EQ(without.general, without.hashes.size());
    EXPECT_EQ(with.general, without.hashes.size());
    EXPECT_EQ(with.hashes.size(), without.hashes.size() + 2);
}

TEST(Features, OfLongTextsComeFromHeadAndTail) {
    std::string text;
    for (int i = 0; i < 4'000; ++i) text += "word" + std::to_string(i) + " ";
    const std::vector<std::string> names = names_of(text);
    EXPECT_LE(names.size(), max_features);
    EXPECT_THAT(names, IsSupersetOf({"w:word0", "w:word3999"}));
    EXPECT_THAT(names, Not(Contains("w:word2000")));
    const std::string one_word(30'000, 'x');
    EXPECT_LE(names_of(one_word).size(), max_features);
    std::string varied;
    for (int i = 0; i < 30'000; ++i) varied.push_back(static_cast<char>('a' + (i * i) % 23));
    EXPECT_LE(names_of(varied).size(), max_features);
}

TEST(Features, KeepRoomForRulesBesideALongTextAndALongName) {
    chaffinch::test::SeededRandom random;
    Comment comment;
    for (int i = 0; i < 1'500; ++i)
        comment.text += std::to_string(random.between(0, 1 << 30)) + ' ';
    for (int i = 0; i < 400; ++i)
        comment.author.name += std::to_string(random.between(0, 1 << 30)) + ' ';
    const text::Document document = text::analyze(comment);
    std::vector<std::string> names;
    for (int i = 0; i < 60; ++i) names.push_back("RULE_" + std::to_string(i));
    const std::vector<std::string_view> hits(names.begin(), names.end());
    const FeatureSet set = extract(comment, document, {}, hits, {});
    EXPECT_EQ(set.hashes.size(), set.general + hits.size());
    EXPECT_EQ(set.general, max_features - 64);
    EXPECT_EQ(extract_named(comment, document, {}, hits, {}).size(), set.hashes.size());
}

TEST(Features, AreDistinctAndTheSameByNameAndByHash) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 300; ++round) {
        const std::string text = random.chance(0.5) ? random.text(60) : random.bytes(200);
        SCOPED_TRACE(text);
        const text::Document document = document_of(text);
        const FeatureSet set = extract({}, document, {}, {"r.one"}, {7});
        const std::vector<NamedFeature> named = extract_named({}, document, {}, {"r.one"}, {7});
        const std::vector<NamedFeature> by_kind =
            extract_named({}, document, {}, {"r.one"}, {7}, Grams::by_kind);
        ASSERT_EQ(set.hashes.size(), named.size());
        ASSERT_EQ(by_kind.size(), named.size());
        ASSERT_EQ(set.topic.size(), named.size());
        for (std::size_t i = 0; i < named.size(); ++i) {
            EXPECT_EQ(set.hashes[i], named[i].hash);
            for (const Span& span : named[i].spans) EXPECT_LE(span.end, text.size());
            const bool gram = named[i].name.starts_with("c:") || named[i].name.starts_with("k:");
            EXPECT_EQ(by_kind[i].hash, named[i].hash);
            EXPECT_EQ(by_kind[i].words, named[i].words);
            EXPECT_EQ(by_kind[i].name, gram ? named[i].name.substr(0, 2) : named[i].name);
            if (!gram) EXPECT_EQ(by_kind[i].spans, named[i].spans);
        }
        EXPECT_EQ(std::set(set.hashes.begin(), set.hashes.end()).size(), set.hashes.size());
    }
}

TEST(Features, OfAKeyAreTheRekeyedFeaturesOfNone) {
    const HashKey key{0xFEED};
    const FeatureSet plain = test::features_of("hello world");
    const FeatureSet keyed = test::features_of("hello world", key);
    EXPECT_NE(plain.hashes, keyed.hashes);
    EXPECT_EQ(rekeyed(plain, key).hashes, keyed.hashes);
}

}  // namespace
}  // namespace chaffinch::classifier
