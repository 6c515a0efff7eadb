// The token trie against what it stands for: the literal ` word ` in the joined tokens.

#include "engine/rules/words.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <set>

namespace chaffinch::rules {
namespace {

/// Phrases of one or two words; short ones, so that they overlap and nest.
std::vector<std::string> random_phrase(test::SeededRandom& random) {
    static const std::vector<std::string> pool{
        "a", "b", "cheap", "pills", "article", "thanks", "üb", "42"
    };
    std::vector<std::string> phrase;
    const auto size = random.between(1, 3);
    for (std::int64_t i = 0; i < size; ++i) phrase.push_back(random.pick(pool));
    return phrase;
}

std::string literal(const std::vector<std::string>& phrase) {
    std::string out = " ";
    for (const std::string& word : phrase) out += word + " ";
    return out;
}

TEST(WordIndex, FindsExactlyWhatTheLiteralsFind) {
    test::SeededRandom random;
    for (int round = 0; round < 300; ++round) {
        std::vector<std::vector<std::string>> phrases;
        WordIndex index;
        for (std::uint32_t leaf = 0; leaf < 12; ++leaf) {
            phrases.push_back(random_phrase(random));
            index.add(phrases.back(), leaf);
        }
        std::string text;
        for (int i = 0; i < 8; ++i) text += literal(random_phrase(random));
        const text::TokenView view = text::tokenize(text);
        SCOPED_TRACE(text);
        std::set<std::uint32_t> found;
        for (const WordHit& hit : index.find(view.tokens, text)) found.insert(hit.leaf);
        for (std::uint32_t leaf = 0; leaf < phrases.size(); ++leaf) {
            const bool expected = view.joined.find(literal(phrases[leaf])) != std::string::npos;
            EXPECT_EQ(found.contains(leaf), expected) << literal(phrases[leaf]);
        }
    }
}

TEST(WordIndex, FindsOverlappingAndNestedPhrases) {
    WordIndex index;
    index.add({"free"}, 0);
    index.add({"free", "free"}, 1);
    index.add({}, 2);
    const std::string text = "free free free";
    const std::vector<WordHit> expected{{0, 0, 0}, {1, 0, 1}, {0, 1, 1}, {1, 1, 2}, {0, 2, 2}};
    EXPECT_EQ(index.find(text::tokenize(text).tokens, text), expected);
}

TEST(WordIndex, OfNothingFindsNothing) {
    EXPECT_TRUE(WordIndex().empty());
    EXPECT_TRUE(WordIndex().find(text::tokenize("a b").tokens, "a b").empty());
}

}  // namespace
}  // namespace chaffinch::rules
