// The bit-parallel longest common subsequence against the table that textbooks fill.

#include "engine/context/ordered_overlap.h"
#include "tests/engine/context/comments.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chaffinch::context {
namespace {

using Words = std::vector<std::uint32_t>;

std::size_t textbook_subsequence(const Words& a, const Words& b) {
    std::vector<std::vector<std::size_t>> table(
        a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0)
    );
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
                                               : std::max(table[i - 1][j], table[i][j - 1]);
        }
    }
    return table[a.size()][b.size()];
}

std::size_t bit_parallel_subsequence(
    const Words& pattern, const Words& text, std::uint32_t alphabet
) {
    const std::size_t width = (pattern.size() + 63) / 64;
    std::vector<std::uint64_t> masks(alphabet * width, 0);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        masks[pattern[i] * width + i / 64] |= std::uint64_t{1} << (i % 64);
    }
    return common_subsequence(masks, width, text);
}

Words any_words(chaffinch::test::SeededRandom& random, std::int64_t most, std::uint32_t alphabet) {
    Words words(static_cast<std::size_t>(random.between(0, most)));
    for (std::uint32_t& word : words) {
        word = static_cast<std::uint32_t>(random.between(0, alphabet - 1));
    }
    return words;
}

TEST(OrderedOverlapOracle, TheBitParallelLengthIsTheTextbookLength) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 2'000; ++round) {
        const auto alphabet = static_cast<std::uint32_t>(random.between(1, 12));
        const Words pattern = any_words(random, 200, alphabet);
        const Words text = any_words(random, 120, alphabet);
        ASSERT_EQ(
            bit_parallel_subsequence(pattern, text, alphabet), textbook_subsequence(pattern, text)
        ) << "round "
          << round;
    }
}

/// Passages as the header describes them, each compared by the textbook.
double textbook_overlap(const Words& comment, const ArticleProfile& profile) {
    const auto& sentences = profile.sentences();
    std::size_t best = 0;
    for (std::size_t first = 0; first < sentences.size(); ++first) {
        Words passage;
        for (std::size_t i = first;
             i < sentences.size() && (i < first + 2 || passage.size() < comment.size());
             ++i) {
            passage.insert(passage.end(), sentences[i].begin(), sentences[i].end());
        }
        best = std::max(best, textbook_subsequence(comment, passage));
    }
    return static_cast<double>(best) / static_cast<double>(comment.size());
}

std::string any_article_text(chaffinch::test::SeededRandom& random) {
    std::string text;
    for (std::int64_t i = random.between(20, 300); i > 0; --i) {
        text += "w" + std::to_string(random.between(0, 40));
        text += random.chance(0.1) ? ". " : " ";
    }
    return text;
}

TEST(OrderedOverlapOracle, ShortCommentsMeetEveryPassage) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 300; ++round) {
        Article article;
        article.language = "en";
        article.text = any_article_text(random);
        const ArticleProfile profile(article, default_background());
        // A quarter of 20 words is not longer than the shortest sentence: no passage is skipped.
        Words comment(static_cast<std::size_t>(random.between(1, 20)));
        for (std::uint32_t& word : comment) {
            word = static_cast<std::uint32_t>(random.between(0, 50));  // some not in the article
        }
        const std::vector<std::uint64_t> ids(comment.begin(), comment.end());
        ASSERT_DOUBLE_EQ(ordered_overlap(ids, profile), textbook_overlap(comment, profile))
            << "round " << round;
    }
}

TEST(OrderedOverlapOracle, LongCommentsLoseLittleByTheStride) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 100; ++round) {
        Article article;
        article.language = "en";
        article.text = any_article_text(random);
        const ArticleProfile profile(article, default_background());
        Words comment(static_cast<std::size_t>(random.between(40, 150)));
        for (std::uint32_t& word : comment) {
            word = static_cast<std::uint32_t>(random.between(0, 50));
        }
        const std::vector<std::uint64_t> ids(comment.begin(), comment.end());
        const double exact = textbook_overlap(comment, profile);
        ASSERT_LE(ordered_overlap(ids, profile), exact) << "round " << round;
        ASSERT_GE(ordered_overlap(ids, profile), exact * 0.7) << "round " << round;
    }
}

TEST(OrderedOverlap, IsZeroWithoutWordsOrSentences) {
    const std::vector<std::uint64_t> ids{0, 1, 2};
    EXPECT_EQ(ordered_overlap(ids, ArticleProfile{}), 0);
    EXPECT_EQ(ordered_overlap({}, *test::profile_of(test::hedgehog_article())), 0);
}

}  // namespace
}  // namespace chaffinch::context
