// One comment's whole way: submitted, held, seen in the queue, decided, published, learnt from,
// undone.

#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

std::uint64_t taught(TestServer& server) {
    return boost::asio::co_spawn(
               server.application().io(),
               server.application().learning().state_hash(SiteId{"demo"}),
               boost::asio::use_future
    )
        .get();
}

TEST(Journey, AHeldCommentIsApprovedAndAppears) {
    TestServer server;
    const Answer posted = server.post_comment("please holdme, I have a question");
    ASSERT_EQ(posted.status, 201U) << posted.body;
    EXPECT_EQ(posted.text("/outcome"), "hold");
    EXPECT_EQ(posted.text("/status"), "held");
    EXPECT_EQ(posted.text("/reasons/0/code"), "spam.promotion");
    const std::string id = posted.text("/id");

    EXPECT_EQ(server.site("GET", "/v1/articles/botox/comments").at("/items").as_array().size(), 0U);

    const Answer queue = server.moderator("GET", "/v1/queue");
    ASSERT_EQ(queue.status, 200U) << queue.body;
    ASSERT_EQ(queue.at("/total").as_int64(), 1);
    EXPECT_EQ(queue.text("/items/0/comment/id"), id);
    EXPECT_EQ(queue.text("/items/0/verdict/signals/0/name"), "TEST_HOLD");
    EXPECT_EQ(queue.at("/items/0/verdict/signals/0/spans/0/begin").as_int64(), 7);
    EXPECT_EQ(queue.at("/items/0/verdict/signals/0/spans/0/end").as_int64(), 13);

    const std::int64_t version = queue.at("/items/0/comment/version").as_int64();
    const Answer decided = server.decide(id, version, "approve", "verdict.not_spam");
    ASSERT_EQ(decided.status, 200U) << decided.body;
    EXPECT_EQ(decided.text("/results/0/status"), "ok");
    EXPECT_EQ(decided.text("/results/0/comment_status"), "published");
    EXPECT_TRUE(decided.at("/results/0/trained").as_bool());

    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);
    const Answer published = server.site("GET", "/v1/articles/botox/comments");
    ASSERT_EQ(published.at("/items").as_array().size(), 1U);
    EXPECT_EQ(published.text("/items/0/text"), "please holdme, I have a question");
    const Answer state = server.site("GET", "/v1/comments/" + id);
    EXPECT_EQ(state.text("/status"), "published");
    EXPECT_EQ(state.text("/decision/judgement"), "approve");
}

TEST(Journey, UndoTakesBackTheDecisionAndWhatItTaughtToTheBit) {
    TestServer server;
    const std::string first = server.post_comment("holdme one: buy cheap watches").text("/id");
    const std::string second =
        server.post_comment("holdme two: lovely article about pain").text("/id");
    ASSERT_EQ(server.decide(first, 1, "reject", "spam.promotion").status, 200U);
    const std::uint64_t before = taught(server);

    const Answer decided = server.decide(second, 1, "approve", "verdict.not_spam");
    ASSERT_EQ(decided.status, 200U) << decided.body;
    EXPECT_NE(taught(server), before);

    const Answer undone =
        server.moderator("POST", "/v1/decisions/" + decided.text("/decision") + "/undo");
    ASSERT_EQ(undone.status, 200U) << undone.body;
    EXPECT_EQ(undone.text("/results/0/comment_status"), "held");
    EXPECT_EQ(taught(server), before);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 1);
}

TEST(Journey, UndoingASecondOpinionBringsTheFirstLessonBackToItsPlace) {
    TestServer server;
    const std::string first = server.post_comment("holdme one: buy cheap watches").text("/id");
    const std::string second =
        server.post_comment("holdme two: lovely article about pain").text("/id");
    ASSERT_EQ(server.decide(first, 1, "reject", "spam.promotion").status, 200U);
    ASSERT_EQ(server.decide(second, 1, "approve", "verdict.not_spam").status, 200U);
    const std::uint64_t before = taught(server);

    const Answer again = server.decide(first, 2, "approve", "verdict.not_spam");
    ASSERT_EQ(again.status, 200U) << again.body;
    EXPECT_NE(taught(server), before);
    ASSERT_EQ(
        server.moderator("POST", "/v1/decisions/" + again.text("/decision") + "/undo").status, 200U
    );
    EXPECT_EQ(taught(server), before);
}

TEST(Journey, AReasonThatIsNoVerdictOnSpamTeachesNothing) {
    TestServer server;
    const std::string id = server.post_comment("holdme please").text("/id");
    const std::uint64_t before = taught(server);
    const Answer decided = server.decide(id, 1, "reject", "quality.off_topic");
    ASSERT_EQ(decided.status, 200U);
    EXPECT_FALSE(decided.at("/results/0/trained").as_bool());
    EXPECT_EQ(taught(server), before);
}

TEST(Journey, ACrisisCommentIsEscalatedAndFirstInTheQueue) {
    TestServer server;
    server.post_comment("holdme one");
    server.post_comment("holdme two");
    const Answer crisis = server.post_comment("escalateme and rejectme");
    EXPECT_EQ(crisis.text("/outcome"), "hold");
    EXPECT_TRUE(crisis.at("/escalated").as_bool());
    const Answer queue = server.moderator("GET", "/v1/queue");
    EXPECT_EQ(queue.text("/items/0/comment/id"), crisis.text("/id"));
    EXPECT_EQ(queue.at("/escalated").as_int64(), 1);
}

TEST(Journey, WhatWasTaughtOutlivesARestartToTheBit) {
    const TemporaryDirectory kept;
    std::uint64_t before = 0;
    std::string id;
    {
        TestServer server({.data = kept.path() / "data"});
        id = server.post_comment("holdme: buy cheap watches").text("/id");
        const std::string other = server.post_comment("holdme: what about the dose?").text("/id");
        ASSERT_EQ(server.decide(id, 1, "reject", "spam.promotion").status, 200U);
        ASSERT_EQ(server.decide(other, 1, "approve", "verdict.not_spam").status, 200U);
        before = taught(server);
    }
    TestServer server({.data = kept.path() / "data"});
    EXPECT_EQ(taught(server), before);
    EXPECT_EQ(server.site("GET", "/v1/comments/" + id).text("/status"), "rejected");
}

TEST(Journey, AStaleDecisionIsAConflictThatTellsWhoDidWhat) {
    TestServer server;
    const std::string id = server.post_comment("holdme").text("/id");
    ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
    const Answer stale = server.decide(id, 1, "reject", "spam.promotion");
    EXPECT_EQ(stale.status, 409U);
    EXPECT_EQ(stale.text("/results/0/standing/moderator"), "ann");
    EXPECT_EQ(stale.text("/results/0/standing/judgement"), "approve");
    EXPECT_EQ(stale.at("/results/0/version").as_int64(), 2);
}

TEST(Journey, ABulkDecisionHasAResultForEachItemAndOneUndo) {
    TestServer server;
    json::array items;
    for (int i = 0; i < 5; ++i) {
        const std::string id =
            server.post_comment("holdme number " + std::to_string(i)).text("/id");
        items.push_back(json::object{
            {"comment", id}, {"version", 1}, {"judgement", "reject"}, {"reason", "spam.promotion"}
        });
    }
    items.push_back(
        json::object{{"comment", "cmt_nowhere"}, {"version", 1}, {"judgement", "reject"}}
    );
    const Answer decided =
        server.moderator("POST", "/v1/decisions", json::object{{"items", items}});
    ASSERT_EQ(decided.status, 200U) << decided.body;
    EXPECT_EQ(decided.text("/results/4/status"), "ok");
    EXPECT_EQ(decided.text("/results/5/status"), "error");
    EXPECT_EQ(decided.at("/results/5/problem/status").as_int64(), 404);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);
    const Answer undone =
        server.moderator("POST", "/v1/decisions/" + decided.text("/decision") + "/undo");
    EXPECT_EQ(undone.at("/results").as_array().size(), 5U);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 5);
}

}  // namespace
}  // namespace chaffinch::test
