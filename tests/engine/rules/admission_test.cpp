// Which patterns may run: length, size, counted work, no match of everything.

#include "engine/rules/admission.h"

#include "engine/rules/pattern_work.h"
#include "engine/rules/patterns.h"
#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <fstream>

namespace chaffinch::rules {
namespace {

/// What loading says of a rule with this one pattern; its own tests do not matter here.
std::string verdict_on(const std::string& pattern, bool confirmed = false) {
    std::string quoted;
    for (const char c : pattern) quoted += c == '\'' ? "''" : std::string(1, c);
    return shown(load_text(
                     "rules:\n  - {id: TESTED, reason: spam.promotion, score: 1, confirm_broad: " +
                         std::string(confirmed ? "true" : "false") +
                         ", tests: {match: [x], no_match: [y]}, when: {field: text, re: '" +
                         quoted + "'}}",
                     {.run_tests = false}
    )
                     .diagnostics);
}

TEST(Admission, SaysWhatIsWrongWithAPattern) {
    const std::pair<std::string, std::string_view> cases[] = {
        {"buy (?:now|today)", ""},
        {std::string(1'001, 'a'), "longer than 1,000 bytes"},
        {"(a", "does not compile"},
        {"(?=a)b", "no look-around"},
        {"(\\pL{100}){10}", "does not compile"},
        {"x{1000}y", "more than 500"},
        {"a[ab]{180}c", "worst of texts"},
        {"[ab]*a[ab]{200}c", "worst of texts"},
        {"a\\Cb", "cuts characters"},
        {"a*", "even an empty text"},
        {"a|", "even an empty text"},
        {"e", "ordinary comments"},
        {"\\w+", "ordinary comments"},
    };
    for (const auto& [pattern, message] : cases) {
        SCOPED_TRACE(pattern.substr(0, 80));
        const std::string said = verdict_on(pattern);
        if (message.empty()) {
            EXPECT_EQ(said, "");
        } else {
            EXPECT_NE(said.find(message), std::string::npos) << said;
        }
    }
    EXPECT_EQ(verdict_on("e", true), "");
}

TEST(Admission, CountsWorkWithoutAClock) {
    EXPECT_LT(pattern_work("buy .{0,40} now"), max_pattern_work / 10);
    EXPECT_LT(pattern_work("(a+)+$"), max_pattern_work / 100);
    EXPECT_GT(pattern_work("a[ab]{15}c"), max_pattern_work);
    EXPECT_GT(pattern_work("(?:cash|gold).{0,200}[a-z ]{60}now"), 0U);
    EXPECT_EQ(pattern_work("a[ab]{8}c"), pattern_work("a[ab]{8}c"));
    for (const std::string_view odd :
         {"",
          "|",
          "()",
          "(?i)",
          "[]a]",
          "[^]a]",
          "[[:alpha:]-z]",
          "a{,3}",
          "a{2",
          "\\Qa+\\E",
          "(?P<n>a)"}) {
        EXPECT_LT(pattern_work(odd), max_pattern_work) << odd;
    }
}

TEST(Admission, TakesAnyBytesAsAPattern) {
    test::SeededRandom random;
    static const std::vector<std::string> pieces{"a",   "[",        "]",    "(",   ")",    "{3}",
                                                 "{2,", "*",        "+",    "?",   "|",    "\\",
                                                 "^",   "$",        ".",    "-",   "[:",   ":]",
                                                 "p{",  "\xC3\xBC", "\xFF", "(?:", "(?i)", "9"};
    for (int round = 0; round < 3'000; ++round) {
        std::string pattern;
        for (auto n = random.between(0, 12); n > 0; --n) pattern += random.pick(pieces);
        const RE2 compiled(pattern, pattern_options(true));
        if (compiled.ok()) pattern_work(pattern);
    }
}

TEST(Admission, TreatsHostilePatternsByTheirClass) {
    const auto path = test::shared_data("hostile/regex/patterns.jsonl");
    if (!path) GTEST_SKIP() << "no shared data";
    std::ifstream in(*path);
    std::string line;
    std::size_t seen = 0;
    while (std::getline(in, line)) {
        const auto member = [&](const std::string& key) {
            const std::size_t at = line.find("\"" + key + "\": \"") + key.size() + 5;
            std::string out;
            for (std::size_t i = at; line[i] != '"'; ++i) {
                if (line[i] == '\\') ++i;
                out += line[i];
            }
            return out;
        };
        const std::string pattern = member("pattern");
        const std::string kind = member("cls");
        SCOPED_TRACE(kind + " " + pattern);
        const std::string said = verdict_on(pattern);
        ++seen;
        if (kind == "too-large" || kind == "unsupported" || kind == "automaton" ||
            kind == "too-wide") {
            EXPECT_NE(said.find("error"), std::string::npos);
        } else {
            // Linear here: they may be too wide, never too slow or unreadable.
            EXPECT_EQ(said.find("worst of texts"), std::string::npos) << said;
            EXPECT_EQ(said.find("does not compile"), std::string::npos) << said;
        }
    }
    EXPECT_GE(seen, 60U);
}

/// A set of rules with one pattern of some `steps` each.
std::string many_patterns(int rules, const std::string& pattern) {
    std::string yaml = "rules:\n";
    for (int i = 0; i < rules; ++i) {
        yaml += "  - {id: RULE_" + std::to_string(10'000 + i) +
                ", reason: spam.promotion, score: 1, mode: 'on', tests: {match: [x], no_match: "
                "[y]}, when: {field: text, re: '" +
                pattern + std::to_string(i) + "'}}\n";
    }
    return yaml;
}

TEST(Admission, BoundsTheWholeSetAndNamesItsLargestRules) {
    const LoadOptions no_tests{.run_tests = false};
    EXPECT_TRUE(load_text(many_patterns(900, "one word "), no_tests).rules.has_value());
    const std::string many = shown(load_text(many_patterns(1'001, "word "), no_tests).diagnostics);
    EXPECT_NE(many.find("there are 1001 patterns, more than 1,000"), std::string::npos) << many;
    EXPECT_NE(many.find("RULE_1"), std::string::npos);
    const std::string large =
        shown(load_text(many_patterns(950, "[^ab]{10}[^cd]{10}[^ef]{10} "), no_tests).diagnostics);
    EXPECT_NE(large.find("steps, more than 200,000"), std::string::npos) << large;
}

}  // namespace
}  // namespace chaffinch::rules
