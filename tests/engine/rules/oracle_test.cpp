// The fast matcher against the obvious one: all views in one pass, and each leaf searched alone.

#include "engine/rules/evaluation.h"
#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

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
