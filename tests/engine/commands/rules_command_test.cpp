// The rules commands over folders on disk: exit codes and what is printed.

#include "engine/commands/rules_command.h"

#include "engine/commands/rules_explain.h"
#include "engine/commands/rules_stats.h"
#include "engine/rules/load.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace chaffinch::commands {
namespace {

constexpr std::string_view good = R"(ruleset: {id: test, version: 1, schema: 1}
rules:
  - id: CASINO
    description: Talks of a casino ({match})
    reason: spam.gambling
    score: 3
    mode: "on"
    when: {all: [{field: text, words: [casino]}, {not: {field: links.count, gte: 5}}]}
    tests: {match: [a casino], no_match: [a cassis]}
)";

class RulesCommand : public testing::Test {
  protected:
    void write(const std::string& name, std::string_view content) {
        std::ofstream(folder_.path() / name, std::ios::binary) << content;
    }

    int run(std::vector<std::string> words) {
        CLI::App app;
        int exit_code = -1;
        add_rules_command(app, EngineFiles{.rules = folder_.path()}, exit_code);
        std::ranges::reverse(words);
        try {
            testing::internal::CaptureStdout();
            testing::internal::CaptureStderr();
            app.parse(words);
        } catch (const CLI::ParseError&) {
            exit_code = 100;
        }
        out_ = testing::internal::GetCapturedStdout();
        errors_ = testing::internal::GetCapturedStderr();
        return exit_code;
    }

    rules::RuleSet rules() { return rules::load_folder(folder_.path()).rules.value(); }

    test::TemporaryDirectory folder_;
    std::string out_;
    std::string errors_;
};

TEST_F(RulesCommand, TestSaysHowManyTestsPass) {
    write("a.yaml", good);
    EXPECT_EQ(run({"rules", "test"}), 0) << errors_;
    EXPECT_NE(out_.find("1 rules (1 on, 0 in shadow, 0 off), 2 tests pass"), std::string::npos)
        << out_;
    EXPECT_EQ(run({"rules", "lint"}), 0);
    EXPECT_EQ(run({"rules", "print"}), 0);
    EXPECT_NE(out_.find("- id: CASINO"), std::string::npos) << out_;
    EXPECT_EQ(run({"rules"}), 100);
}

TEST_F(RulesCommand, AWrongFileIsNamedWithItsPlace) {
    std::string wrong(good);
    wrong.replace(wrong.find("score"), 5, "scores");
    write("a.yaml", wrong);
    EXPECT_EQ(run({"rules", "test"}), 1);
    EXPECT_NE(
        errors_.find(
            "a.yaml:6:5: error: CASINO: unknown key `scores` in a rule (did you mean `score`?)"
        ),
        std::string::npos
    ) << errors_;
}

TEST_F(RulesCommand, AFailingTestFailsTestButNotLint) {
    std::string wrong(good);
    wrong.replace(wrong.find("a cassis"), 8, "a Casino");
    write("a.yaml", wrong);
    EXPECT_EQ(run({"rules", "test"}), 1);
    EXPECT_EQ(run({"rules", "lint"}), 0);
}

TEST_F(RulesCommand, AMissingFolderIsAnErrorAndNotAnEmptySet) {
    EXPECT_EQ(run({"rules", "lint", "--rules", "/nonexistent/rules"}), 1);
    EXPECT_NE(errors_.find("cannot be read"), std::string::npos) << errors_;
}

TEST_F(RulesCommand, ExplainShowsTruthAndTextAndCannotBeSteered) {
    write("a.yaml", good);
    std::ostringstream out;
    EXPECT_EQ(print_explanation(rules(), {.text = "the CAS\xE2\x80\x8BINO \x1b[31m"}, out), 0);
    EXPECT_NE(out.str().find("fires   CASINO rev 1  spam.gambling +3"), std::string::npos)
        << out.str();
    EXPECT_NE(
        out.str().find("yes text words [casino]  -> \"CAS\xE2\x80\x8BINO\""), std::string::npos
    ) << out.str();
    EXPECT_NE(out.str().find("no  links.count gte 5  = 0"), std::string::npos) << out.str();
    EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
    std::ostringstream coloured;
    EXPECT_EQ(
        print_explanation(rules(), {.text = "x", .rule = "CASINO", .colour = true}, coloured), 0
    );
    EXPECT_NE(coloured.str().find("\x1b[31msilent"), std::string::npos) << coloured.str();
    EXPECT_EQ(print_explanation(rules(), {.text = "x", .rule = "CASINOS"}, out), 1);
}

TEST_F(RulesCommand, StatsCountsByLabel) {
    write("a.yaml", good);
    write(
        "c.jsonl",
        "{\"id\":\"1\",\"text\":\"casino\",\"label\":\"spam\"}\n"
        "{\"id\":\"2\",\"text\":\"hello\",\"label\":\"ham\"}\n"
        "{\"id\":\"3\",\"text\":\"casino\",\"label\":\"ham\"}\nbroken\n"
    );
    std::ostringstream out;
    std::ostringstream errors;
    EXPECT_EQ(print_stats(rules(), {(folder_.path() / "c.jsonl").string()}, out, errors), 1);
    EXPECT_NE(errors.str().find("1 bad lines"), std::string::npos) << errors.str();
    EXPECT_NE(out.str().find("1   50.000        1  100.000"), std::string::npos) << out.str();
    EXPECT_NE(out.str().find("0 of 1 rules never fired"), std::string::npos) << out.str();
    EXPECT_EQ(print_stats(rules(), {"/nonexistent.jsonl"}, out, errors), 2);
}

TEST_F(RulesCommand, SchemaIsPrinted) {
    EXPECT_EQ(run({"rules", "schema"}), 0);
    EXPECT_TRUE(out_.starts_with("{\n  \"$schema\""));
}

}  // namespace
}  // namespace chaffinch::commands
