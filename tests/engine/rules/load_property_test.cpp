// What holds for every rule file: order does not matter, and no bytes end the program.

#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace chaffinch::rules {
namespace {

std::vector<std::string> some_rules() {
    std::vector<std::string> rules;
    const std::string_view words[] = {"cheap", "pills", "free", "article", "thanks", "botox"};
    for (const std::string_view word : words) {
        std::string id(word);
        std::ranges::transform(id, id.begin(), [](char c) { return static_cast<char>(c - 32); });
        rules.push_back(
            "  - {id: " + id + ", reason: spam.promotion, score: 1, mode: 'on', tests: {match: [" +
            std::string(word) + "], no_match: [y]}, when: {field: text, words: [" +
            std::string(word) + "]}}\n"
        );
    }
    return rules;
}

std::string names(const Signals& signals) {
    std::string out;
    for (const Signal& signal : signals) out += signal.name + " ";
    return out;
}

TEST(RuleOrder, DoesNotMatter) {
    test::SeededRandom random;
    std::vector<std::string> rules = some_rules();
    const auto set_of = [&] {
        std::string yaml = "rules:\n";
        for (const std::string& rule : rules) yaml += rule;
        LoadResult loaded = load_text(yaml);
        EXPECT_TRUE(loaded.rules) << shown(loaded.diagnostics);
        return *std::move(loaded.rules);
    };
    const RuleSet first = set_of();
    std::minstd_rand shuffler(1);
    for (int round = 0; round < 10; ++round) {
        std::ranges::shuffle(rules, shuffler);
        const RuleSet second = set_of();
        for (int n = 0; n < 20; ++n) {
            const Comment comment = comment_of(random.text(30));
            EXPECT_EQ(names(judge(first, comment).signals), names(judge(second, comment).signals));
        }
    }
}

TEST(RuleFiles, OfAnyBytesAreAnsweredWithDiagnostics) {
    test::SeededRandom random;
    for (int round = 0; round < 500; ++round) {
        const LoadResult result = load({{.path = "x.yaml", .content = random.bytes(200)}});
        EXPECT_EQ(result.rules.has_value(), !has_errors(result.diagnostics));
    }
}

TEST(RuleFiles, DamagedAnywhereAreAnsweredWithDiagnostics) {
    test::SeededRandom random;
    const std::string whole =
        test::read_file(test::source_dir() / "tests/fuzz/corpus/rules_load/everything.yaml");
    const LoadResult intact = load({{.path = "x.yaml", .content = whole}});
    EXPECT_TRUE(intact.rules) << shown(intact.diagnostics);
    for (int round = 0; round < 400; ++round) {
        std::string damaged = whole;
        for (auto n = random.between(1, 4); n > 0; --n) {
            const auto at = static_cast<std::size_t>(
                random.between(0, static_cast<std::int64_t>(damaged.size()) - 1)
            );
            if (random.chance(0.5)) {
                damaged[at] = static_cast<char>(random.between(0, 255));
            } else {
                damaged.erase(at, static_cast<std::size_t>(random.between(1, 20)));
            }
        }
        const LoadResult result = load({{.path = "x.yaml", .content = damaged}});
        EXPECT_EQ(result.rules.has_value(), !has_errors(result.diagnostics));
    }
}

TEST(RuleFiles, DoNotExhaustTheStackOrMemory) {
    const std::string deep = std::string(header) + "rules: " + std::string(100'000, '[');
    EXPECT_FALSE(load({{.path = "x.yaml", .content = deep}}).rules);
    const std::string deep_map = std::string(header) + "rules: " + std::string(50'000, '{');
    EXPECT_FALSE(load({{.path = "x.yaml", .content = deep_map}}).rules);
    std::string nested =
        "rules:\n  - {id: DEEP, reason: spam.promotion, score: 1, tests: {match: [x], no_match: "
        "[y]}, when: ";
    for (int i = 0; i < 40; ++i) nested += "{not: ";
    nested += "{field: text, words: [a]}" + std::string(41, '}');
    const std::string said = shown(load_text(nested).diagnostics);
    EXPECT_NE(said.find("nested too deeply"), std::string::npos) << said;
    EXPECT_FALSE(load({{.path = "x.yaml", .content = std::string(2U << 20U, 'a')}}).rules);
}

}  // namespace
}  // namespace chaffinch::rules
