// The fast matcher against the obvious one: words and literals in one pass and rules by their
// guards, and each leaf searched alone.

#include "engine/rules/evaluation.h"
#include "engine/rules/match.h"
#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chaffinch::rules {
namespace {

/// Rules over every view, made of the pieces that random texts are made of.
std::string random_rules(test::SeededRandom& random) {
    static const std::vector<std::string> leaves{
        "{field: text, words: [cheap, pills, free]}",
        "{field: text, words: [привет, übel]}",
        "{field: text, phrases: [cheap pills, thanks article, 你好]}",
        "{field: text, words: [viagra, cash, buy]}",
        "{field: skeleton, words: [viagra, cash, buy, free]}",
        "{field: skeleton.gained, words: [viagra, cash, free]}",
        "{field: text, re: 'ch?eap|b[ou]y'}",
        "{field: text, re: '(?:a|b) *thanks'}",
        "{field: text, contains: [pil, '!!']}",
        "{field: raw, re: 'Botox'}",
        "{field: raw, contains: ['<a href', '[url', '&amp;']}",
        "{field: raw, starts: a}",
        "{field: text.tokens, re: ' 4[0-9] '}",
        "{field: text, ends: [a, b, pills]}",
        "{field: text, equals: thanks}",
        "{field: skeleton, re: 'v.agra'}",
        "{field: urls, re: 'x\\?y='}",
        "{field: urls, ends: [example, org]}",
        "{field: hosts, in_words: [example, example.org]}",
        "{field: hosts, re: '^www'}",
        "{field: hosts, equals: x.example}",
        "{field: author.name, words: [cheap, botox]}",
        "{field: author.name, re: 'c.eap'}",
        "{not: {field: text, words: [article]}}",
        "{field: links.count, gte: 1}",
    };
    std::string yaml = "rules:\n";
    for (int i = 0; i < 12; ++i) {
        const std::string id =
            "RULE_" + std::to_string(random.between(100'000, 999'999)) + std::to_string(i);
        const std::string condition = random.chance(0.5) ? random.pick(leaves)
                                                         : "{any: [" + random.pick(leaves) +
                                                               ", {all: [" + random.pick(leaves) +
                                                               ", " + random.pick(leaves) + "]}]}";
        yaml += "  - {id: " + id +
                ", reason: spam.promotion, score: 1, mode: 'on', confirm_broad: true, tests: "
                "{match: [x], no_match: [y]}, when: " +
                condition + "}\n";
    }
    return yaml;
}

TEST(Oracle, OnePassAgreesWithEachLeafAlone) {
    test::SeededRandom random;
    std::size_t yes = 0;
    for (int round = 0; round < 40; ++round) {
        const std::string yaml = random_rules(random);
        const LoadResult loaded = load_text(yaml, {.run_tests = false});
        ASSERT_TRUE(loaded.rules) << shown(loaded.diagnostics) << yaml;
        const RuleSet::Compiled& set = loaded.rules->compiled();
        for (int n = 0; n < 25; ++n) {
            Comment comment = comment_of(random.text(40));
            comment.author.name = random.text(4);
            const Judged judged = judge(*loaded.rules, comment);
            const Facts facts;
            const Inputs inputs{
                .comment = &comment,
                .document = &judged.document,
                .relation = &judged.relation,
                .facts = &facts
            };
            Evaluation fast(set, inputs);
            fast.scan();
            for (std::uint32_t leaf = 0; leaf < set.leaves.size(); ++leaf) {
                Evaluation slow(set, inputs);
                const Tri expected = slow.leaf(leaf, nullptr, false);
                EXPECT_EQ(fast.leaf(leaf, nullptr, false), expected)
                    << set.leaves[leaf].label << " on " << comment.text;
                yes += expected == Tri::yes ? 1U : 0U;
            }
        }
    }
    EXPECT_GT(yes, 1'000U);
}

/// Every leaf of the set, scanned and asked alone; and the rules that fire, with and without
/// guards.
void expect_scan_changes_nothing(const RuleSet& rules, const Comment& comment) {
    const RuleSet::Compiled& set = rules.compiled();
    const Judged judged = judge(rules, comment);
    const Facts facts;
    const Inputs inputs{
        .comment = &comment,
        .document = &judged.document,
        .relation = &judged.relation,
        .facts = &facts
    };
    Evaluation fast(set, inputs);
    fast.scan();
    Evaluation slow(set, inputs);
    const auto names = [](const Signals& signals) {
        std::vector<std::string> out;
        for (const Signal& signal : signals) out.push_back(signal.name);
        return out;
    };
    EXPECT_EQ(
        names(match_early(set, fast, inputs, Voice::everyone)),
        names(match_early(set, slow, inputs, Voice::everyone))
    ) << comment.text;
    for (std::uint32_t leaf = 0; leaf < set.leaves.size(); ++leaf) {
        EXPECT_EQ(fast.leaf(leaf, nullptr, false), slow.leaf(leaf, nullptr, false))
            << set.leaves[leaf].label << " on " << comment.text;
    }
}

TEST(Oracle, AgreesOnTheShippedRulesAndTheirOwnTests) {
    const LoadResult loaded = load_folder(test::source_dir() / "rules", {.run_tests = false});
    ASSERT_TRUE(loaded.rules) << shown(loaded.diagnostics);
    std::size_t comments = 0;
    for (const Rule& rule : loaded.rules->compiled().rules) {
        for (const OwnTest& test : rule.tests) {
            Comment comment = test.comment;
            // Every third in capitals, every fifth without a name: `raw` and missing fields differ.
            if (comments % 3 == 0) {
                std::ranges::transform(comment.text, comment.text.begin(), [](char c) {
                    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
                });
            }
            if (comments % 5 == 0) comment.author.name.clear();
            expect_scan_changes_nothing(*loaded.rules, comment);
            ++comments;
        }
    }
    EXPECT_GT(comments, 1'000U);
}

TEST(Oracle, KnowsTheLettersThatOnlyRe2TakesForAscii) {
    const std::string yaml =
        "rules:\n  - {id: FOLDED, reason: spam.promotion, score: 1, mode: 'on', confirm_broad: "
        "true, tests: {match: [ask], no_match: [y]}, when: {field: raw, re: '(?i)ask'}}\n";
    const LoadResult loaded = load_text(yaml, {});
    ASSERT_TRUE(loaded.rules) << shown(loaded.diagnostics);
    for (const std::string text : {"ask", "ASK", "a\xC5\xBFk", "as\xE2\x84\xAA"}) {
        EXPECT_EQ(judge(*loaded.rules, comment_of(text)).signals.size(), 1U) << text;
        expect_scan_changes_nothing(*loaded.rules, comment_of(text));
    }
}

TEST(Oracle, SpansLieOnCharacterBordersOfTheOriginal) {
    test::SeededRandom random;
    for (int round = 0; round < 20; ++round) {
        const LoadResult loaded = load_text(random_rules(random), {.run_tests = false});
        ASSERT_TRUE(loaded.rules);
        for (int n = 0; n < 40; ++n) {
            Comment comment = comment_of(random.text(40));
            comment.author.name = random.text(4);
            for (const Signal& signal : judge(*loaded.rules, comment).signals) {
                for (const Span& span : signal.spans) {
                    const std::string& whole =
                        span.field == Field::text ? comment.text : comment.author.name;
                    ASSERT_LE(span.end, whole.size());
                    ASSERT_LT(span.begin, span.end);
                    const auto inside = [&](std::uint32_t at) {
                        return at < whole.size() &&
                               (static_cast<unsigned char>(whole[at]) & 0xC0U) == 0x80U;
                    };
                    EXPECT_FALSE(inside(span.begin) || inside(span.end))
                        << signal.name << " in " << comment.text;
                }
            }
        }
    }
}

}  // namespace
}  // namespace chaffinch::rules
