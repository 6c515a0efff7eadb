// The words an edit took out and put in.

#include "server/records/word_diff.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chaffinch {
namespace {

using Parts = std::vector<DiffPart>;

/// One side of the diff: everything but what belongs to the other.
std::string side(const Parts& parts, DiffOp other) {
    std::string text;
    for (const DiffPart& part : parts) {
        if (part.op != other) text += part.text;
    }
    return text;
}

std::string written(const Parts& parts) {
    std::string out;
    for (const DiffPart& part : parts) {
        const char* mark = part.op == DiffOp::same ? "" : part.op == DiffOp::added ? "+" : "-";
        out += std::string(mark) + "[" + part.text + "]";
    }
    return out;
}

TEST(WordDiff, ShowsWhatChanged) {
    const struct {
        const char* before;
        const char* after;
        const char* parts;
    } cases[] = {
        {"", "", ""},
        {"same", "same", "[same]"},
        {"", "new words", "+[new words]"},
        {"old words", "", "-[old words]"},
        {"a red house", "a blue house", "[a ]-[red]+[blue][ house]"},
        {"one two three", "one three", "[one ]-[two ][three]"},
        {"Nice text.", "Nice text, see shop.example.", "[Nice text]+[, see shop.example][.]"},
        {"ein grüner Baum", "ein großer Baum", "[ein ]-[grüner]+[großer][ Baum]"},
        {"a  b", "a b", "[a]-[  ]+[ ][b]"},
    };

    for (const auto& [before, after, parts] : cases) {
        EXPECT_EQ(written(word_diff(before, after)), parts) << before << " -> " << after;
    }
}

/// Longest common subsequence of words that are separated by one space, by the obvious table.
std::size_t common_words(const std::vector<char>& a, const std::vector<char>& b) {
    std::vector<std::vector<std::size_t>> table(
        a.size() + 1, std::vector<std::size_t>(b.size() + 1)
    );
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
                                               : std::max(table[i - 1][j], table[i][j - 1]);
        }
    }
    return table[a.size()][b.size()];
}

/// Punctuation characters are words of their own, so every character of such a text is one word.
TEST(WordDiff, KeepsAsManyWordsAsCanBeKept) {
    test::SeededRandom random;
    for (int round = 0; round < 400; ++round) {
        std::vector<char> words[2];
        for (auto& text : words) {
            const auto size = random.between(0, 24);
            for (int i = 0; i < size; ++i)
                text.push_back("!#%&"[static_cast<std::size_t>(random.between(0, 3))]);
        }
        const std::string before(words[0].begin(), words[0].end());
        const std::string after(words[1].begin(), words[1].end());
        std::size_t kept = 0;
        for (const DiffPart& part : word_diff(before, after)) {
            if (part.op == DiffOp::same) kept += part.text.size();
        }
        EXPECT_EQ(kept, common_words(words[0], words[1])) << before << " -> " << after;
    }
}

TEST(WordDiff, GivesBothTextsBackWhateverTheBytes) {
    test::SeededRandom random;
    for (int round = 0; round < 400; ++round) {
        std::string texts[2];
        for (std::string& text : texts) {
            const auto size = random.between(0, 60);
            for (int i = 0; i < size; ++i) {
                text += random.chance(0.5)
                            ? "ab .,\n"[static_cast<std::size_t>(random.between(0, 5))]
                            : static_cast<char>(random.between(0, 255));
            }
        }
        const Parts parts = word_diff(texts[0], texts[1]);
        EXPECT_EQ(side(parts, DiffOp::added), texts[0]);
        EXPECT_EQ(side(parts, DiffOp::removed), texts[1]);
        EXPECT_EQ(std::ranges::adjacent_find(parts, {}, &DiffPart::op), parts.end());
    }
}

TEST(WordDiff, ShowsAWholeStretchAsReplacedWhereTooMuchChanged) {
    std::string before = "begin ";
    std::string after = "begin ";
    for (int i = 0; i < 5'000; ++i) {
        before += "a" + std::to_string(i) + " ";
        after += "b" + std::to_string(i) + " ";
    }
    const Parts parts = word_diff(before + "end", after + "end");
    ASSERT_EQ(parts.size(), 4U);
    EXPECT_EQ(parts[0], (DiffPart{DiffOp::same, "begin "}));
    EXPECT_EQ(parts[1].op, DiffOp::removed);
    EXPECT_EQ(parts[2].op, DiffOp::added);
    EXPECT_EQ(parts[3], (DiffPart{DiffOp::same, " end"}));
}

}  // namespace
}  // namespace chaffinch
