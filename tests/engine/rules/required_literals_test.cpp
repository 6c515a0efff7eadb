// No text may match a pattern without holding one of its required literals.

#include "engine/rules/required_literals.h"

#include "engine/rules/evaluation.h"
#include "engine/rules/patterns.h"
#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chaffinch::rules {
namespace {

using Groups = std::vector<std::vector<std::string>>;

struct Row {
    std::string pattern;
    bool folded;
    Groups expected;
};

TEST(RequiredLiterals, AreTheRareOnesThatThePatternCannotDoWithout) {
    const std::vector<Row> rows{
        {"casino", true, {{"casino"}}},
        {"casino|poker", true, {{"casino", "poker"}}},
        {"the casino", true, {{"the casino"}}},
        {R"(\b(?:buy|get) (?:\w+ ){0,3}tramadol\b)", true, {{"tramadol"}, {"buy ", "get "}}},
        {"ab[01]cd", true, {{"ab0cd", "ab1cd"}}},
        {"1[ax].*2[by]", true, {{"1a", "1x"}, {"2b", "2y"}}},
        {R"(@\w{4,})", true, {{"@"}}},
        {R"(\w+)", true, {}},
        {"(?:casino)?", true, {}},
        {"(?:he|she) lives|his kids", true, {{"he lives", "his kids"}}},
        {"the .*and|his kids", true, {{"and", "his kids"}, {"his kids", "the "}}},
        {"Botox", false, {{"botox"}}},
        {"(?i)Kuss", false, {{"kuss"}}},
        {"größe", true, {{"größe"}}},
        {"größe", false, {}},
        {"🎰|🎲", false, {{"🎰", "🎲"}}},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(required_literals(row.pattern, row.folded), row.expected) << row.pattern;
    }
}

/// Patterns made of pieces that RE2 reads in many ways.
std::string random_pattern(test::SeededRandom& random, int depth) {
    static const std::vector<std::string> pieces{
        "a",   "b", "ab",  "Ab",      "ü",        "ß",    "k",  "s",  ".", "[ab]", "[^a]", "\\d",
        "\\w", " ", "\\b", "(?i:AB)", "[0-9a-f]", "x{2}", "чи", "中", "^", "$",    "\\pL",
    };
    if (depth == 0 || random.chance(0.3)) return random.pick(pieces);
    const std::string left = random_pattern(random, depth - 1);
    const std::string right = random_pattern(random, depth - 1);
    switch (random.between(0, 5)) {
        case 0:
            return "(?:" + left + "|" + right + ")";
        case 1:
            return "(?:" + left + ")?" + right;
        case 2:
            return "(?:" + left + "){1,2}" + right;
        case 3:
            return "(?:" + left + ")*" + right;
        default:
            return left + right;
    }
}

TEST(RequiredLiterals, StandInEveryTextThatMatches) {
    test::SeededRandom random;
    static const std::vector<std::string> letters{
        "a",
        "b",
        "A",
        "B",
        "ü",
        "Ü",
        "ß",
        "k",
        "K",
        "\xE2\x84\xAA",
        "s",
        "S",
        "1",
        "x",
        " ",
        "чи",
        "中",
        "e",
        "\xEA\xAD\xB0",
        "\xE1\x8E\xA0",
    };
    std::size_t matched = 0;
    for (int round = 0; round < 1'500; ++round) {
        const std::string pattern = random_pattern(random, 3);
        const RE2 compiled(pattern, pattern_options(true));
        ASSERT_TRUE(compiled.ok()) << pattern;
        const Groups groups = required_literals(pattern, true);
        if (groups.empty()) continue;
        for (int n = 0; n < 40; ++n) {
            std::string sent;
            for (std::int64_t i = random.between(0, 8); i > 0; --i) sent += random.pick(letters);
            const std::string text = text::normalize(sent).text;
            if (!matches(compiled, text)) continue;
            ++matched;
            const auto stands = [&](const std::string& literal) {
                return text.find(literal) != std::string::npos;
            };
            for (const std::vector<std::string>& group : groups) {
                EXPECT_TRUE(std::ranges::any_of(group, stands)) << pattern << " on " << text;
            }
        }
    }
    EXPECT_GT(matched, 2'000U);
}

TEST(RequiredLiterals, FilterNearlyAllOfTheShippedPatterns) {
    const LoadResult loaded = load_folder(test::source_dir() / "rules", {.run_tests = false});
    ASSERT_TRUE(loaded.rules) << shown(loaded.diagnostics);
    const RuleSet::Compiled& set = loaded.rules->compiled();
    std::size_t patterns = 0;
    std::size_t open = 0;
    for (std::size_t at = 0; at < set.leaves.size(); ++at) {
        const Leaf& leaf = set.leaves[at];
        if (leaf.predicate != Predicate::pattern || leaf.field->kind != FieldKind::view) continue;
        ++patterns;
        open += set.at_rest[at] == Known::open ? 1U : 0U;
    }
    EXPECT_GT(patterns, 250U);
    // A pattern without a literal is run over every comment, at about a microsecond each.
    EXPECT_LE(open, 20U);
    EXPECT_LE(set.filter.table_bytes(), std::size_t{4} << 20U);
}

}  // namespace
}  // namespace chaffinch::rules
