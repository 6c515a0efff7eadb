// The literal automaton against the obvious search, one literal at a time.

#include "engine/rules/literal_index.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace chaffinch::rules {
namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return text;
}

std::vector<std::uint32_t> found_in(const LiteralIndex& index, std::string_view text) {
    std::vector<std::uint32_t> out;
    index.find(text, [&](std::uint32_t literal) { out.push_back(literal); });
    return out;
}

/// Few letters, so that literals overlap, nest and end in one another.
std::string random_word(test::SeededRandom& random, std::int64_t most) {
    static const std::vector<std::string> pieces{"a", "b", "ab", "ü", "1", "чи", "\xFF", " "};
    std::string out;
    for (std::int64_t n = random.between(1, most); n > 0; --n) out += random.pick(pieces);
    return out;
}

TEST(LiteralIndex, FindsExactlyTheLiteralsThatStandInTheText) {
    test::SeededRandom random;
    std::size_t hits = 0;
    for (int round = 0; round < 500; ++round) {
        std::set<std::string> distinct;
        for (int i = 0; i < 20; ++i) distinct.insert(random_word(random, 4));
        const std::vector<std::string> literals(distinct.begin(), distinct.end());
        const LiteralIndex index(literals);
        std::string text = random_word(random, 30);
        if (random.chance(0.3)) std::ranges::replace(text, 'a', 'A');
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < literals.size(); ++i) {
            if (lower(text).find(literals[i]) != std::string::npos) expected.push_back(i);
        }
        std::vector<std::uint32_t> found = found_in(index, text);
        std::ranges::sort(found);
        EXPECT_EQ(found, expected) << text;
        hits += expected.size();
    }
    EXPECT_GT(hits, 1'000U);
}

TEST(LiteralIndex, TellsEachLiteralOnceWhereItsHeadFirstEnds) {
    const std::vector<std::string> literals{"a", "aba", "ba", "c"};
    EXPECT_EQ(found_in(LiteralIndex(literals), "ABABAC"), (std::vector<std::uint32_t>{0, 1, 2, 3}));
    const std::vector<std::string> longer{"abcd", "abcdef", "abcdeg", "bcde", "e"};
    EXPECT_EQ(found_in(LiteralIndex(longer), "abcdeg"), (std::vector<std::uint32_t>{0, 2, 3, 4}));
}

TEST(LiteralIndex, OfNothingFindsNothing) {
    EXPECT_TRUE(found_in(LiteralIndex(), "text").empty());
    EXPECT_TRUE(found_in(LiteralIndex(std::span<const std::string>()), "text").empty());
    const std::vector<std::string> literals{"a"};
    EXPECT_TRUE(found_in(LiteralIndex(literals), "").empty());
}

TEST(LiteralIndex, IsLinearWhereLiteralsNestDeeply) {
    std::vector<std::string> literals;
    for (std::size_t size = 1; size <= 250; ++size) literals.emplace_back(size, 'a');
    const LiteralIndex index(literals);
    // Quadratic would be 250 times 512 KiB steps of up to 250 bytes, which no test run would wait
    // for.
    EXPECT_EQ(found_in(index, std::string(512 << 10, 'a')).size(), 250U);
}

}  // namespace
}  // namespace chaffinch::rules
