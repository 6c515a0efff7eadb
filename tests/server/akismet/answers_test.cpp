// The rules between body and headers, for every combination.

#include "server/akismet/answers.h"

#include "server/akismet/account_answers.h"
#include "server/akismet/callback.h"

#include <gtest/gtest.h>

namespace chaffinch::akismet {
namespace {

bool has(const http::Response& response, const std::string& name) {
    for (const auto& field : response.headers) {
        if (field.first == name) return true;
    }
    return false;
}

TEST(Answers, DiscardOnlyWithSpamAndRecheckOnlyWithHamAndAGuid) {
    for (int bits = 0; bits < 16; ++bits) {
        SCOPED_TRACE(bits);
        Answer answer;
        answer.spam = (bits & 1) != 0;
        answer.discard = (bits & 2) != 0;
        answer.provisional = (bits & 4) != 0;
        if ((bits & 8) != 0) answer.guid = "cmt_1";
        const http::Response response = verdict_answer(answer);
        EXPECT_EQ(response.status, 200U);
        EXPECT_EQ(response.body, answer.spam ? "true" : "false");
        EXPECT_EQ(has(response, "X-akismet-pro-tip"), answer.spam && answer.discard);
        EXPECT_EQ(
            has(response, "X-akismet-recheck-after"),
            !answer.spam && answer.provisional && !answer.guid.empty()
        );
        EXPECT_FALSE(has(response, "X-akismet-debug-help"));
        EXPECT_FALSE(has(response, "X-akismet-alert-msg"));
        EXPECT_FALSE(has(response, "X-akismet-classification"));
    }
}

TEST(Answers, AStandingIsOneOfTwoWords) {
    struct Case {
        Status status;
        bool escalated;
        double score;
        bool spam, ham, by_score;
    };

    for (const Case& c : std::vector<Case>{
             {Status::published, false, 9, false, false, false},
             {Status::rejected, false, 0, true, true, true},
             {Status::withdrawn, false, 0, true, true, true},
             {Status::held, false, 3.4, true, false, false},
             {Status::held, false, 3.5, true, false, true},
             {Status::held, true, 0, true, false, true},
         }) {
        CommentRecord record;
        record.status = c.status;
        record.escalated = c.escalated;
        record.verdict.score = c.score;
        SCOPED_TRACE(name(c.status));
        EXPECT_EQ(answers_spam(record, HoldAnswer::spam, 3.5), c.spam);
        EXPECT_EQ(answers_spam(record, HoldAnswer::ham, 3.5), c.ham);
        EXPECT_EQ(answers_spam(record, HoldAnswer::score, 3.5), c.by_score);
    }
}

TEST(Answers, TheClassificationIsTheFamilyOfTheReason) {
    CommentRecord record;
    EXPECT_EQ(classification_of(record, false), "ham");
    EXPECT_EQ(classification_of(record, true), "spam");
    record.verdict.reasons.push_back({Reason::abuse_insult, 3});
    EXPECT_EQ(classification_of(record, true), "abuse");
}

TEST(AccountAnswers, MonthsAreRead) {
    EXPECT_EQ(to_string(*month_from("2026-11")), "2026-11");
    for (const char* wrong : {"", "2026", "2026-13", "2026-00", "1969-01", "2026-1x", "x026-11"}) {
        EXPECT_FALSE(month_from(wrong)) << wrong;
    }
    EXPECT_EQ(to_string(month_of(*from_rfc3339("2026-12-31T23:59:59Z"))), "2026-12");
    EXPECT_EQ(begin_of(*month_from("2026-11")), from_rfc3339("2026-11-01T00:00:00Z"));
}

TEST(AccountAnswers, ASpreadsheetGetsNoFormula) {
    std::vector<store::AkismetUsage> usage(1);
    usage[0].blog = "=cmd|\"x\"";
    const auto answer =
        key_sites_answer(usage, *month_from("2026-11"), Fields({{"format", "csv"}}));
    EXPECT_NE(answer.body.find("\"'=cmd|\"\"x\"\"\",0,0"), std::string::npos) << answer.body;
}

TEST(AccountAnswers, SitesArePagedInTheOrderAskedFor) {
    std::vector<store::AkismetUsage> usage(3);
    usage[0] = {.blog = "a", .spam = 1, .ham = 9};
    usage[1] = {.blog = "b", .spam = 3, .ham = 1};
    usage[2] = {.blog = "c", .spam = 2, .ham = 2};
    const Fields fields({{"order", "spam"}, {"limit", "1"}, {"offset", "1"}});
    const auto answer = key_sites_answer(usage, *month_from("2026-11"), fields);
    EXPECT_EQ(
        answer.body,
        R"({"2026-11":[{"site":"c","api_calls":"4","spam":"2","ham":"2","missed_spam":"0",)"
        R"("false_positives":"0","is_revoked":false}],"limit":1,"offset":1,"total":3})"
    );
}

TEST(Callback, SaysWhatWordPressNeedsToFindItsComment) {
    CommentRecord record;
    record.comment.id.value = "cmt_1";
    record.comment.author.name = "Ann";
    record.comment.author.email = "ann@a.example";
    record.comment.parent = "4";
    EXPECT_EQ(
        callback_body("abcdefghijkm", record, "17", false),
        R"({"key":"abcdefghijkm","endpoint":"comment-check","comments":[{"guid":"cmt_1",)"
        R"("result":"false","comment_author":"Ann","comment_author_email":"ann@a.example",)"
        R"("comment_post_ID":"17","comment_parent":"4"}]})"
    );
}

}  // namespace
}  // namespace chaffinch::akismet
