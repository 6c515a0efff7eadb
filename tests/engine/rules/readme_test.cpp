// The examples that teach the language must be of the language.

#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace chaffinch::rules {
namespace {

/// The ```yaml blocks of the page.
std::vector<std::string> yaml_blocks(const std::string& page) {
    constexpr std::string_view open = "```yaml\n";
    std::vector<std::string> blocks;
    for (std::size_t at = 0; (at = page.find(open, at)) != std::string::npos;) {
        at += open.size();
        const std::size_t end = page.find("```", at);
        blocks.push_back(page.substr(at, end - at));
        at = end;
    }
    return blocks;
}

TEST(RulesReadme, ShowsRulesThatLoadAndWhoseTestsPass) {
    std::string rules = "groups: {promotion: {cap: 6}}\n";
    std::vector<SourceFile> overlays;
    for (const std::string& block :
         yaml_blocks(test::read_file(test::source_dir() / "rules/README.md"))) {
        if (block.starts_with("when:")) {
            // A condition by itself: made whole, indented below a rule.
            std::string rule =
                "  - id: WHEN_ONLY\n    reason: spam.promotion\n    score: 1\n"
                "    tests: {match: [x], no_match: [y]}\n    ";
            for (const char c : block) rule += c == '\n' ? "\n    " : std::string(1, c);
            const LoadResult alone = load_text("rules:\n" + rule, {.run_tests = false});
            EXPECT_TRUE(alone.rules) << shown(alone.diagnostics);
        } else if (block.starts_with("overlay:")) {
            overlays.push_back({.path = "overlay-1/site.yaml", .content = block});
        } else {
            rules += block;
        }
    }
    const LoadResult loaded = load_text(rules, {}, overlays);
    EXPECT_TRUE(loaded.rules) << shown(loaded.diagnostics);
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << shown(loaded.diagnostics);
    EXPECT_EQ(loaded.diagnostics[0].subject, "LINK_SHORTENER");
}

}  // namespace
}  // namespace chaffinch::rules
