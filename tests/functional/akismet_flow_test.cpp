// The Akismet door and the moderators' queue are one house: what is held there is seen here, what
// is decided on either side holds on both, and both teach.

#include "server/app/accounts.h"
#include "tests/functional/test_server.h"
#include "tests/support/receiver.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace asio = boost::asio;

template <class T>
T wait(TestServer& server, asio::awaitable<T> work) {
    return asio::co_spawn(server.application().io(), std::move(work), asio::use_future).get();
}

Headers comment(const std::string& content, const Headers& more = {}) {
    Headers fields{
        {"blog", "https://blog.example/"},
        {"user_ip", "203.0.113.7"},
        {"permalink", "https://blog.example/botox"},
        {"comment_author", "Reader"},
        {"comment_author_email", "reader@reader.example"},
        {"comment_content", content},
    };
    for (const auto& field : more) fields.push_back(field);
    return fields;
}

constexpr const char* thanks = "Thanks for making the web a better place.";

std::string status(TestServer& server, const std::string& id) {
    return server.site("GET", "/v1/comments/" + id).text("/status");
}

std::vector<store::LedgerEntry> lessons(TestServer& server) {
    return wait(server, server.application().store().ledger(0, 100));
}

void set_hold(TestServer& server, HoldAnswer hold, bool feedback = true) {
    const AkismetSettings settings{.hold = hold, .feedback_decides = feedback};
    const auto set =
        wait(server, server.application().store().set_akismet_settings(SiteId{"demo"}, settings));
    ASSERT_TRUE(set);
}

TEST(AkismetFlow, WhatIsHeldStandsInTheQueueAndARecheckHearsTheDecision) {
    TestServer server;
    const Headers fields = comment("please holdme", {{"comment_context[]", "botox"}});
    const Answer checked = server.akismet("/1.1/comment-check", fields);
    EXPECT_EQ(checked.body, "true");
    const std::string id = checked.header("x-akismet-guid");
    const Answer queue = server.moderator("GET", "/v1/queue");
    ASSERT_EQ(queue.at("/total").as_int64(), 1);
    EXPECT_EQ(queue.text("/items/0/comment/id"), id);
    EXPECT_EQ(queue.text("/items/0/comment/article/url"), "https://blog.example/botox");

    ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
    Headers again = fields;
    again.emplace_back("recheck_reason", "recheck_queue");
    const Answer rechecked = server.akismet("/1.1/comment-check", again);
    EXPECT_EQ(rechecked.body, "false");
    EXPECT_EQ(rechecked.header("x-akismet-guid"), id);
}

TEST(AkismetFlow, ARepeatedCallIsTheSameComment) {
    TestServer server;
    const Headers fields = comment("please holdme");
    const Answer first = server.akismet("/1.1/comment-check", fields);
    const Answer second = server.akismet("/1.1/comment-check", fields);
    EXPECT_EQ(first.header("x-akismet-guid"), second.header("x-akismet-guid"));
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 1);
}

TEST(AkismetFlow, TheSiteChoosesWhatAHeldCommentIsAnswered) {
    struct Case {
        HoldAnswer hold;
        const char* content;
        Headers more;
        const char* body;
        const char* recheck;
    };

    const std::vector<Case> cases{
        {HoldAnswer::spam, "please holdme", {}, "true", ""},
        {HoldAnswer::ham, "please holdme", {}, "false", "1800"},
        {HoldAnswer::ham, "please holdme", {{"user_role", "subscriber"}}, "false", ""},
        {HoldAnswer::ham, "please holdme", {{"recheck_reason", "retry"}}, "false", ""},
        {HoldAnswer::ham, "please holdme", {{"recheck_reason", "edit"}}, "false", "1800"},
        {HoldAnswer::score, "please holdme", {}, "false", "1800"},
        {HoldAnswer::score, "please escalateme", {}, "true", ""},
        {HoldAnswer::ham, "please rejectme", {}, "true", ""},
        {HoldAnswer::ham, "a good question", {}, "false", ""},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(std::string(c.content) + " " + (c.more.empty() ? "" : c.more[0].second));
        TestServer server;
        set_hold(server, c.hold);
        const Answer answer = server.akismet("/1.1/comment-check", comment(c.content, c.more));
        EXPECT_EQ(answer.body, c.body);
        EXPECT_EQ(answer.header("x-akismet-recheck-after"), c.recheck);
    }
}

TEST(AkismetFlow, FeedbackDecidesOnceAndTheOppositeMovesTheLabel) {
    TestServer server;
    const Headers fields = comment("a text about nothing in particular");
    const std::string id = server.akismet("/1.1/comment-check", fields).header("x-akismet-guid");
    EXPECT_EQ(status(server, id), "published");

    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(server.akismet("/1.1/submit-spam", fields).body, thanks);
        EXPECT_EQ(status(server, id), "rejected");
        const auto learnt = lessons(server);
        ASSERT_EQ(learnt.size(), 1U);
        EXPECT_TRUE(learnt[0].event.positive);
        EXPECT_EQ(learnt[0].event.comment.value, id);
    }
    EXPECT_EQ(server.akismet("/1.1/submit-ham", fields).body, thanks);
    EXPECT_EQ(status(server, id), "published");
    const auto moved = lessons(server);
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_FALSE(moved[0].event.positive);
}

TEST(AkismetFlow, AModeratorsFinerReasonStays) {
    TestServer server;
    const Headers fields = comment("please holdme");
    const std::string id = server.akismet("/1.1/comment-check", fields).header("x-akismet-guid");
    ASSERT_EQ(server.decide(id, 1, "reject", "spam.pharma").status, 200U);
    server.akismet("/1.1/submit-spam", fields);
    EXPECT_EQ(server.site("GET", "/v1/comments/" + id).text("/decision/reason"), "spam.pharma");
}

TEST(AkismetFlow, FeedbackOnAnUnknownCommentTeachesWithoutTheSendersAddress) {
    TestServer server;
    const Headers fields = comment("never seen before", {{"user_agent", "Moderator/1.0"}});
    EXPECT_EQ(server.akismet("/1.1/submit-spam", fields).body, thanks);
    const auto learnt = lessons(server);
    ASSERT_EQ(learnt.size(), 1U);
    const Comment& stored = learnt[0].record.comment;
    EXPECT_EQ(stored.text, "never seen before");
    EXPECT_EQ(stored.author.ip, "");
    EXPECT_EQ(stored.author.user_agent, "");
    EXPECT_EQ(server.akismet("/1.1/submit-spam", fields).body, thanks);
    EXPECT_EQ(lessons(server).size(), 1U);
}

TEST(AkismetFlow, FeedbackOfAnotherSiteAndOfATestTeachesNothing) {
    TestServer server;
    const Headers fields = comment("a text about nothing");
    const std::string id = server.akismet("/1.1/comment-check", fields).header("x-akismet-guid");
    Headers foreign = fields;
    foreign.emplace_back("api_key", server.other_akismet_key());
    foreign.emplace_back("guid", id);
    EXPECT_EQ(server.akismet("/1.1/submit-spam", foreign).body, thanks);
    EXPECT_EQ(status(server, id), "published");

    Headers test = fields;
    test.emplace_back("is_test", "1");
    EXPECT_EQ(server.akismet("/1.1/submit-spam", test).body, thanks);
    EXPECT_EQ(status(server, id), "published");

    set_hold(server, HoldAnswer::spam, false);
    std::this_thread::sleep_for(std::chrono::milliseconds(1'100));  // keys are remembered a second
    EXPECT_EQ(server.akismet("/1.1/submit-spam", fields).body, thanks);
    EXPECT_EQ(status(server, id), "published");
}

TEST(AkismetFlow, FeedbackTeachesTheSitesClassifierAndTheOppositeTeachesItOtherwise) {
    TestServer server;
    const auto taught = [&] {
        return wait(server, server.application().learning().state_hash(SiteId{"demo"}));
    };
    const Headers fields = comment("Grandma Odilia has a tincture of moss, it cured my cough");
    const std::uint64_t untaught = taught();
    server.akismet("/1.1/submit-spam", fields);
    const std::uint64_t spam = taught();
    EXPECT_NE(spam, untaught);
    server.akismet("/1.1/submit-spam", fields);
    EXPECT_EQ(taught(), spam);
    server.akismet("/1.1/submit-ham", fields);
    EXPECT_NE(taught(), spam);
    EXPECT_NE(taught(), untaught);
}

TEST(AkismetFlow, AModeratorsDecisionIsCalledBackInAkismetsFormAndTheClientsOwnIsNot) {
    const Receiver receiver(Receiver::with_status(200));
    ServerOptions options;
    options.webhooks = {.allow_http = true, .allow_private = true};
    TestServer server(options);
    const Headers more{{"callback", receiver.url()}, {"comment_post_ID", "17"}};

    const Headers own = comment("a text that the client calls spam", more);
    server.akismet("/1.1/comment-check", own);
    server.akismet("/1.1/submit-spam", own);

    const Answer held = server.akismet("/1.1/comment-check", comment("please holdme", more));
    EXPECT_EQ(held.body, "true");
    const std::string id = held.header("x-akismet-guid");
    ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
    ASSERT_TRUE(receiver.wait_for(1));
    const auto requests = receiver.requests();
    EXPECT_EQ(requests[0].headers.at("x-akismet-webhook"), "1");
    EXPECT_EQ(requests[0].headers.at("content-type"), "application/json");
    EXPECT_EQ(
        requests[0].body,
        R"({"key":")" + server.akismet_key() +
            R"(","endpoint":"comment-check","comments":[{"guid":")" + id +
            R"(","result":"false","comment_author":"Reader",)"
            R"("comment_author_email":"reader@reader.example","comment_post_ID":"17"}]})"
    );

    ASSERT_EQ(server.decide(id, 2, "reject", "spam.promotion").status, 200U);
    ASSERT_TRUE(receiver.wait_for(2));
    const auto later = receiver.requests();
    std::string told;
    for (const ReceivedRequest& request : later) told += request.body + "\n";
    ASSERT_EQ(later.size(), 2U) << "nothing of what the client did itself, but:\n" << told;
    EXPECT_NE(later[1].body.find(R"("result":"true")"), std::string::npos);
}

TEST(AkismetFlow, ACallbackIntoThePrivateNetworkIsNeverCalled) {
    const Receiver receiver(Receiver::with_status(200));
    TestServer server;
    const Headers fields = comment("please holdme", {{"callback", receiver.url()}});
    const std::string id = server.akismet("/1.1/comment-check", fields).header("x-akismet-guid");
    ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
    EXPECT_FALSE(receiver.wait_for(1, std::chrono::milliseconds(700)));
}

TEST(AkismetFlow, AReplacedKeySaysSo) {
    TestServer server;
    const std::string old = server.akismet_key();
    const auto fresh = wait(
        server,
        app::make_akismet_key(
            server.application().store(),
            "another secret",
            SiteId{"demo"},
            runtime::SystemClock().now()
        )
    );
    ASSERT_TRUE(fresh);
    const Headers blog{{"blog", "https://blog.example/"}};
    const auto verify = [&](const std::string& key) {
        Headers fields = blog;
        fields.emplace_back("key", key);
        return server.akismet("/1.1/verify-key", fields);
    };
    EXPECT_EQ(verify(*fresh).body, "valid");
    const Answer ended = verify(old);
    EXPECT_EQ(ended.body, "invalid");
    EXPECT_EQ(ended.header("x-akismet-alert-code"), "10006");
    EXPECT_NE(ended.header("x-akismet-alert-msg"), "");
}

}  // namespace
}  // namespace chaffinch::test
