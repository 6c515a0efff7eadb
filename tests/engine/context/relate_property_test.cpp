// What must hold of relate() for any comment under any article, also for documents whose members
// disagree with each other; and the shares against the obvious way to count them.

#include "engine/context/folded_words.h"
#include "engine/context/relate.h"
#include "tests/engine/context/comments.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace chaffinch::context {
namespace {

using chaffinch::test::SeededRandom;

void expect_sound(const Relation& relation, const text::Document& document) {
    ASSERT_NE(relation.profile, nullptr);
    ASSERT_EQ(relation.topic_weights.size(), document.skeleton_words.tokens.size());
    for (const float weight : relation.topic_weights) {
        ASSERT_TRUE(weight >= 0 && weight <= 1);
    }
    for (const std::optional<double>& share :
         {relation.containment, relation.ordered_overlap, relation.duplicate}) {
        ASSERT_TRUE(!share || (*share >= 0 && *share <= 1));
    }
    ASSERT_GE(relation.specific_terms.value_or(0), 0);
    ASSERT_TRUE(relation.has_article || !relation.containment);
    ASSERT_EQ(relation.duplicate_of.empty(), relation.duplicate.value_or(0) == 0);
}

Facts with_earlier(SeededRandom& random) {
    Facts facts;
    for (std::int64_t i = random.between(0, 3); i > 0; --i) {
        EarlierComment earlier;
        earlier.id.value = "cmt_" + std::to_string(i);
        earlier.author_key = random.chance(0.5) ? "ann" : "";
        if (random.chance(0.8)) earlier.fingerprint.exact = 1 + static_cast<std::uint64_t>(i);
        if (random.chance(0.5)) earlier.fingerprint.minhash.fill(7);
        facts.earlier.push_back(std::move(earlier));
    }
    facts.author_key = random.chance(0.5) ? "ann" : "";
    return facts;
}

Article any_article(SeededRandom& random) {
    Article article;
    article.title = random.text(6);
    article.text = random.chance(0.2) ? random.bytes(400) : random.text(300);
    if (random.chance(0.5)) article.language = random.chance(0.5) ? "en" : "\xFF-x";
    return article;
}

TEST(RelateProperty, AnyCommentUnderAnyArticleGivesSoundShares) {
    SeededRandom random;
    for (int round = 0; round < 600; ++round) {
        const auto profile = test::profile_of(any_article(random));
        Comment comment;
        comment.text = random.chance(0.2) ? random.bytes(200) : random.text(80);
        comment.format = static_cast<TextFormat>(random.between(0, 2));
        comment.author.name = random.text(4);
        comment.author.url = random.chance(0.3) ? "https://x.example" : "";
        const text::Document document = text::analyze(comment);
        const Relation relation = relate(document, profile, with_earlier(random));
        ASSERT_NO_FATAL_FAILURE(expect_sound(relation, document)) << "round " << round;
    }
}

text::Document inconsistent_document(SeededRandom& random) {
    text::Document document;
    document.raw = random.bytes(60);
    document.skeleton.text = random.bytes(60);
    const auto any_place = [&random] { return static_cast<std::uint32_t>(random.between(0, 90)); };
    for (std::int64_t i = random.between(0, 70); i > 0; --i) {
        document.skeleton.origin.push_back({any_place(), any_place()});
    }
    document.skeleton_words.joined = random.bytes(80);
    for (std::int64_t i = random.between(0, 30); i > 0; --i) {
        document.skeleton_words.tokens.push_back({any_place(), any_place()});
        if (random.chance(0.9)) document.skeleton_words.joined_begin.push_back(any_place());
    }
    for (std::int64_t i = random.between(0, 3); i > 0; --i) {
        document.links.push_back({.span = {Field::text, any_place(), any_place()}});
    }
    document.author.name_words = document.skeleton_words;
    document.author.links = document.links;
    return document;
}

TEST(RelateProperty, DocumentsWhoseMembersDisagreeDoNoHarm) {
    SeededRandom random;
    const auto profile = test::profile_of(test::hedgehog_article());
    for (int round = 0; round < 8'000; ++round) {
        const text::Document document = inconsistent_document(random);
        const Relation relation = relate(document, profile, with_earlier(random));
        ASSERT_NO_FATAL_FAILURE(expect_sound(relation, document)) << "round " << round;
    }
}

TEST(RelateProperty, EqualCommentsHaveEqualRelations) {
    SeededRandom random;
    for (int round = 0; round < 300; ++round) {
        const Article article = any_article(random);
        const text::Document document = test::document_of(random.text(60));
        const Relation one = relate(document, test::profile_of(article), {});
        const Relation two = relate(document, test::profile_of(article), {});
        ASSERT_EQ(one.containment, two.containment);
        ASSERT_EQ(one.ordered_overlap, two.ordered_overlap);
        ASSERT_EQ(one.topic_weights, two.topic_weights);
        ASSERT_EQ(one.fingerprint, two.fingerprint);
    }
}

using Words = std::vector<std::string>;

std::set<Words> shingles_of(const Words& words) {
    std::set<Words> shingles;
    for (std::size_t i = 0; i + 5 <= words.size(); ++i) {
        shingles.emplace(
            words.begin() + static_cast<std::ptrdiff_t>(i),
            words.begin() + static_cast<std::ptrdiff_t>(i + 5)
        );
    }
    return shingles;
}

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words) text += word + " ";
    return text;
}

Words any_words(SeededRandom& random, std::int64_t least, std::int64_t most) {
    Words words(static_cast<std::size_t>(random.between(least, most)));
    for (std::string& word : words) word = "word" + std::to_string(random.between(10, 30));
    return words;
}

TEST(ContainmentOracle, IsTheShareOfTheSetsOfShingles) {
    SeededRandom random;
    for (int round = 0; round < 400; ++round) {
        const Words written = any_words(random, 5, 200);
        Words comment = any_words(random, 8, 30);
        if (random.chance(0.7) && written.size() > 20) {
            comment.insert(comment.begin() + 3, written.begin() + 4, written.begin() + 16);
        }
        Article article;
        article.language = "en";
        article.text = joined(written);
        const Relation relation =
            relate(test::document_of(joined(comment)), test::profile_of(article), {});
        const std::set<Words> theirs = shingles_of(written);
        const std::set<Words> own = shingles_of(comment);
        const auto common =
            std::ranges::count_if(own, [&](const Words& words) { return theirs.contains(words); });
        ASSERT_TRUE(relation.containment) << "round " << round;
        ASSERT_DOUBLE_EQ(
            *relation.containment, static_cast<double>(common) / static_cast<double>(own.size())
        ) << "round "
          << round;
    }
}

}  // namespace
}  // namespace chaffinch::context
