// How things stand, asked over the API right after it changed.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

class InsightCalls : public ::testing::Test {
  protected:
    std::string post(const std::string& text) { return server_.post_comment(text).text("/id"); }

    Answer ask(const std::string& what) { return server_.moderator("GET", "/v1/insight/" + what); }

    /// Counts of a member over all items.
    static std::int64_t sum(const Answer& answer, const char* group, const char* name) {
        const json::value items = answer.at("/items");
        std::int64_t total = 0;
        for (const json::value& item : items.as_array()) {
            total += item.at(group).at(name).to_number<std::int64_t>();
        }
        return total;
    }

    TestServer server_{};
};

TEST_F(InsightCalls, CountCommentsAndDecisionsByDayAndHour) {
    post("nothing of interest");
    const std::string held = post("please holdme");
    post("please escalateme");
    post("please rejectme");
    server_.decide(held, 1, "reject", "spam.promotion");
    for (const auto& [query, items] :
         {std::pair{"activity", 30U}, {"activity?days=7", 7U}, {"activity?step=hour&days=2", 48U}
         }) {
        SCOPED_TRACE(query);
        const Answer activity = ask(query);
        ASSERT_EQ(activity.status, 200U) << activity.body;
        EXPECT_EQ(activity.at("/items").as_array().size(), items);
        EXPECT_EQ(sum(activity, "outcomes", "approve"), 1);
        EXPECT_EQ(sum(activity, "outcomes", "hold"), 2);
        EXPECT_EQ(sum(activity, "outcomes", "escalated"), 1);
        EXPECT_EQ(sum(activity, "outcomes", "reject"), 1);
        EXPECT_EQ(sum(activity, "judgements", "reject"), 1);
    }
    EXPECT_EQ(sum(ask("activity?site=other"), "outcomes", "hold"), 0);
    EXPECT_EQ(sum(ask("activity?site=other,demo"), "outcomes", "hold"), 2);
}

TEST_F(InsightCalls, TellWaitsAgreementAndWhoDecided) {
    const std::string held = post("please holdme");
    const std::string published = post("nothing of interest");
    server_.decide(held, 1, "reject", "spam.promotion");
    server_.decide(published, 1, "reject", "quality.off_topic");
    const Answer report = ask("decisions");
    ASSERT_EQ(report.status, 200U) << report.body;
    EXPECT_EQ(report.text("/wait/decisions"), "1");
    EXPECT_EQ(report.text("/with_engine/differ"), "1");
    EXPECT_EQ(report.text("/with_engine/share"), "0E0");
    EXPECT_EQ(report.text("/of_people/share"), "null");
    EXPECT_EQ(report.text("/moderators/0/login"), "ann");
    EXPECT_EQ(report.text("/moderators/0/decisions"), "2");
    EXPECT_EQ(report.at("/days").as_array().size(), 30U);
    EXPECT_EQ(report.at("/opinions").as_array().size(), 2U);
}

TEST_F(InsightCalls, TellWhatARuleIsWorth) {
    const std::string first = post("please holdme");
    const std::string second = post("do holdme as well");
    server_.decide(first, 1, "reject", "spam.promotion");
    server_.decide(second, 1, "approve", "");
    const Answer records = ask("rules?site=demo");
    ASSERT_EQ(records.status, 200U) << records.body;
    EXPECT_EQ(records.text("/items/0/id"), "TEST_HOLD");
    EXPECT_EQ(records.text("/items/0/hits"), "2");
    EXPECT_EQ(records.text("/items/0/hits_30d"), "2");
    EXPECT_EQ(records.text("/items/0/upheld"), "1");
    EXPECT_EQ(records.text("/items/0/overturned"), "1");
    EXPECT_EQ(records.text("/items/0/precision"), "5E-1");
    const Answer rules = server_.moderator("GET", "/v1/rules?site=demo");
    const json::value items = rules.at("/items");
    for (const json::value& rule : items.as_array()) {
        const bool fired = rule.at("id") == json::value("TEST_HOLD");
        EXPECT_EQ(rule.at("dead").as_bool(), !fired);
        EXPECT_EQ(rule.at("hits").to_number<int>(), fired ? 2 : 0);
    }
    EXPECT_EQ(ask("rules").status, 422U);
}

TEST_F(InsightCalls, TellTheScoresOfTheWholeQueue) {
    post("please holdme");
    post("do holdme as well");
    const Answer scores = ask("scores");
    ASSERT_EQ(scores.status, 200U) << scores.body;
    ASSERT_EQ(scores.at("/items").as_array().size(), 1U);
    EXPECT_EQ(scores.text("/items/0/waiting"), "2");
    EXPECT_EQ(scores.at("/items/0/from").to_number<double>(), 3.0);
}

TEST_F(InsightCalls, SayThatTheyDoNotKnowWhetherFewCommentsDrift) {
    post("please holdme");
    const Answer drift = ask("drift");
    ASSERT_EQ(drift.status, 200U) << drift.body;
    EXPECT_EQ(drift.text("/reading"), "unknown");
    EXPECT_EQ(drift.text("/stability"), "null");
    EXPECT_EQ(drift.text("/now/outcomes/hold"), "1");
}

TEST_F(InsightCalls, RefuseWhatTheyCannotAnswer) {
    for (const char* query :
         {"activity?days=0",
          "activity?days=400",
          "activity?step=hour&days=60",
          "activity?step=week",
          "decisions?days=x"}) {
        SCOPED_TRACE(query);
        EXPECT_EQ(ask(query).status, 422U);
    }
    EXPECT_EQ(ask("scores?site=nowhere").status, 404U);
}

}  // namespace
}  // namespace chaffinch::test
