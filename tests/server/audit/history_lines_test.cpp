// Statements as lines: nothing a spreadsheet would run, nothing that breaks a line.

#include "server/audit/history_lines.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace chaffinch::audit {
namespace {

TEST(HistoryLines, KeepSpreadsheetsFromTakingTextForFormulas) {
    const struct {
        std::string_view text;
        std::string_view field;
    } cases[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a \"quoted\" word", "\"a \"\"quoted\"\" word\""},
        {"=1+1", "\"'=1+1\""},
        {"+49 30", "\"'+49 30\""},
        {"-2", "\"'-2\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"a=1", "\"a=1\""},
        {"two\nlines, and a comma", "\"two\nlines, and a comma\""},
        {std::string_view("nul\0l", 5), "\"nul l\""},
    };

    for (const auto& [text, field] : cases) EXPECT_EQ(csv_field(text), field);
}

store::HistoryEntry entry() {
    store::HistoryEntry made;
    made.decision.id.value = "dec_1";
    made.decision.comment.value = "cmt_1";
    made.decision.judgement = Judgement::reject;
    made.decision.reason = Reason::legal_defamation;
    made.decision.note = "=cmd|' /C calc'!A0\nsecond line";
    made.decision.at = Timestamp(std::chrono::milliseconds(5'000));
    made.content_at = Timestamp(std::chrono::milliseconds(2'000));
    made.verdict.outcome = Outcome::hold;
    made.verdict.reasons = {{Reason::spam_pharma, 3}, {Reason::legal_defamation, 1}};
    made.verdict.signals.push_back({.name = "R1", .rev = 2, .explanation = "says SECRET"});
    made.verdict.signals.push_back({.name = "SHADOW", .shadow = true});
    return made;
}

TEST(HistoryLines, AreOneLineOfJsonEach) {
    const std::string line = ndjson_line(statement_of(entry()));
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const auto read = boost::json::parse(line).as_object();
    EXPECT_EQ(read.at("puid"), "dec_1-cmt_1");
    EXPECT_EQ(read.at("ground"), "law");
    EXPECT_EQ(read.at("automated_decision"), "partially");
    EXPECT_EQ(read.at("ms_to_decide"), 3'000);
    EXPECT_EQ(read.at("evidence").as_array().size(), 1U) << "shadow rules decide nothing";
    EXPECT_EQ(line.find("SECRET"), std::string::npos) << "quotations of the text stay away";
}

TEST(HistoryLines, HaveTheSameColumnsInHeadAndLine) {
    const auto commas_between_fields = [](const std::string& line) {
        std::size_t count = 0;
        for (std::size_t at = line.find("\",\""); at != std::string::npos;
             at = line.find("\",\"", at + 1)) {
            ++count;
        }
        return count;
    };
    const std::string line = csv_line(statement_of(entry()));
    EXPECT_EQ(commas_between_fields(csv_head()), commas_between_fields(line));
    EXPECT_NE(line.find("\"'=cmd|"), std::string::npos) << line;
    EXPECT_NE(line.find("\"spam.pharma legal.defamation\""), std::string::npos) << line;
}

TEST(Statement, SaysHowMuchOfItAMachineDecided) {
    const struct {
        Actor actor;
        Outcome seen;
        Automation expected;
    } cases[] = {
        {Actor::engine, Outcome::approve, Automation::fully},
        {Actor::engine, Outcome::reject, Automation::fully},
        {Actor::moderator, Outcome::hold, Automation::partially},
        {Actor::moderator, Outcome::approve, Automation::not_automated},
        {Actor::author, Outcome::approve, Automation::not_automated},
    };

    for (const auto& [actor, seen, expected] : cases) {
        store::HistoryEntry made = entry();
        made.decision.actor = actor;
        made.verdict.outcome = seen;
        EXPECT_EQ(statement_of(made).automation, expected);
    }
    store::HistoryEntry odd = entry();
    odd.decision.id.value = "dec:1/ä";
    EXPECT_EQ(statement_of(odd).puid, "dec_1___-cmt_1");
}

}  // namespace
}  // namespace chaffinch::audit
