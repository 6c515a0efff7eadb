// The queue over HTTP: claims between two moderators, filters, counts, skipping and assigning.

#include "tests/functional/colleague.h"
#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

std::string only_item(const Answer& answer) {
    EXPECT_EQ(answer.at("/items").as_array().size(), 1U) << answer.body;
    return answer.text("/items/0/comment/id");
}

json::object decision_on(const std::string& comment, std::int64_t version) {
    return {
        {"items",
         json::array{
             json::object{{"comment", comment}, {"version", version}, {"judgement", "approve"}}
         }}
    };
}

TEST(QueueOverHttp, TwoModeratorsClaimDifferentItems) {
    TestServer server;
    Colleague bob(server, "bob");
    server.post_comment("holdme one");
    server.post_comment("holdme two");
    const Answer first = server.moderator("POST", "/v1/queue/claim", json::object{{"count", 1}});
    ASSERT_EQ(first.status, 200U) << first.body;
    const Answer second = bob.call("POST", "/v1/queue/claim", json::object{{"count", 5}});
    EXPECT_NE(only_item(first), only_item(second));
    EXPECT_TRUE(first.at("/items/0/claim/mine").as_bool());
    EXPECT_EQ(first.text("/items/0/claim/moderator"), "ann");

    const Answer seen = bob.call("GET", "/v1/queue?sort=oldest");
    ASSERT_EQ(seen.at("/items").as_array().size(), 2U);
    EXPECT_EQ(seen.text("/items/0/claim/moderator"), "ann");
    EXPECT_FALSE(seen.at("/items/0/claim/mine").as_bool());
    EXPECT_TRUE(seen.at("/items/1/claim/mine").as_bool());
    EXPECT_EQ(only_item(bob.call("GET", "/v1/queue?claimed=me")), only_item(second));
    EXPECT_EQ(
        bob.call("POST", "/v1/queue/claim", json::object{}).at("/items").as_array().size(), 0U
    );
}

TEST(QueueOverHttp, ADecisionOnAColleaguesItemIsRefusedUnlessTakenOver) {
    TestServer server;
    Colleague bob(server, "bob");
    const std::string id = server.post_comment("holdme").text("/id");
    only_item(server.moderator("POST", "/v1/queue/claim", json::object{}));

    const Answer refused = bob.call("POST", "/v1/decisions", decision_on(id, 1));
    EXPECT_EQ(refused.status, 409U) << refused.body;
    EXPECT_EQ(refused.text("/results/0/claim/moderator"), "ann");
    EXPECT_EQ(refused.text("/results/0/problem/status"), "409");

    json::object taking = decision_on(id, 1);
    taking["items"].as_array()[0].as_object()["take_over"] = true;
    EXPECT_EQ(bob.call("POST", "/v1/decisions", taking).status, 200U);
    const Answer late = server.moderator("POST", "/v1/decisions", decision_on(id, 1));
    EXPECT_EQ(late.status, 409U);
    EXPECT_EQ(late.text("/results/0/standing/moderator"), "bob");
}

TEST(QueueOverHttp, ClaimsAreRenewedNamedTakenOverAndGivenBack) {
    TestServer server;
    Colleague bob(server, "bob");
    const std::string id = server.post_comment("holdme").text("/id");
    const json::object named{{"comments", json::array{id}}};
    ASSERT_EQ(only_item(server.moderator("POST", "/v1/queue/claim", named)), id);

    const Answer renewed = server.moderator(
        "POST", "/v1/queue/claims/renew", json::object{{"comments", json::array{id, "cmt_x"}}}
    );
    EXPECT_EQ(renewed.text("/claims/0/comment"), id);
    EXPECT_EQ(renewed.text("/lost/0"), "cmt_x");

    const Answer refused = bob.call("POST", "/v1/queue/claim", named);
    EXPECT_EQ(refused.text("/refused/0/claim/moderator"), "ann");
    EXPECT_EQ(refused.text("/refused/0/problem/status"), "409");
    json::object taking = named;
    taking["take_over"] = true;
    EXPECT_EQ(only_item(bob.call("POST", "/v1/queue/claim", taking)), id);
    EXPECT_EQ(server.moderator("POST", "/v1/queue/claims/renew", named).text("/lost/0"), id);

    EXPECT_EQ(bob.call("DELETE", "/v1/queue/claims?comment=" + id).status, 204U);
    EXPECT_EQ(only_item(server.moderator("POST", "/v1/queue/claim", json::object{})), id);
    const Answer unknown =
        bob.call("POST", "/v1/queue/claim", json::object{{"comments", json::array{"cmt_unknown"}}});
    EXPECT_EQ(unknown.text("/refused/0/problem/status"), "404");
}

TEST(QueueOverHttp, ASkippedItemGoesToOthersAndIsCounted) {
    TestServer server;
    Colleague bob(server, "bob");
    const std::string id = server.post_comment("holdme").text("/id");
    only_item(server.moderator("POST", "/v1/queue/claim", json::object{}));
    const Answer skipped = server.moderator("POST", "/v1/comments/" + id + "/skip");
    ASSERT_EQ(skipped.status, 200U) << skipped.body;
    EXPECT_EQ(skipped.at("/skips").as_int64(), 1);
    EXPECT_EQ(
        server.moderator("POST", "/v1/queue/claim", json::object{}).at("/items").as_array().size(),
        0U
    );
    EXPECT_EQ(only_item(bob.call("GET", "/v1/queue?skipped=true")), id);
    EXPECT_EQ(bob.call("GET", "/v1/queue").at("/items/0/skips").as_int64(), 1);
    EXPECT_EQ(only_item(bob.call("POST", "/v1/queue/claim", json::object{})), id);
    EXPECT_EQ(server.moderator("POST", "/v1/comments/cmt_x/skip").status, 404U);
}

TEST(QueueOverHttp, AnAssignedItemIsGivenToItsModeratorOnly) {
    TestServer server;
    Colleague bob(server, "bob");
    Colleague eve(server, "eve", Role::viewer);
    const std::string id = server.post_comment("holdme").text("/id");
    const std::string target = "/v1/comments/" + id + "/assignment";
    const Answer assigned = server.moderator("PUT", target, json::object{{"moderator", "bob"}});
    ASSERT_EQ(assigned.status, 200U) << assigned.body;
    EXPECT_EQ(assigned.text("/assigned_to"), "bob");
    EXPECT_EQ(
        server.moderator("POST", "/v1/queue/claim", json::object{}).at("/items").as_array().size(),
        0U
    );
    EXPECT_EQ(only_item(bob.call("GET", "/v1/queue?assigned=me")), id);
    EXPECT_EQ(only_item(bob.call("POST", "/v1/queue/claim?assigned=me", json::object{})), id);
    EXPECT_EQ(bob.call("GET", "/v1/queue/counts").at("/assigned").as_int64(), 1);

    EXPECT_EQ(server.moderator("PUT", target, json::object{}).status, 422U);
    EXPECT_EQ(server.moderator("PUT", target, json::object{{"moderator", "eve"}}).status, 422U);
    EXPECT_EQ(server.moderator("PUT", target, json::object{{"moderator", "nobody"}}).status, 422U);
    const Answer nobody = server.moderator("PUT", target, json::object{{"moderator", nullptr}});
    EXPECT_TRUE(nobody.at("/assigned_to").is_null());
    EXPECT_EQ(server.moderator("GET", "/v1/queue?assigned=bob").at("/items").as_array().size(), 0U);
    EXPECT_EQ(eve.call("POST", "/v1/queue/claim", json::object{}).status, 403U);
}

TEST(QueueOverHttp, FiltersByAuthorRuleLanguageTextAndAge) {
    TestServer server;
    json::object german = submission("holdme: Äpfel und Birnen");
    german["language"] = "de";
    german["author"] = {{"name", "Jörg"}, {"id", "u-7"}, {"verified", true}};
    const std::string id = server.site("POST", "/v1/comments", german).text("/id");
    server.post_comment("holdme: something else");

    for (const char* filter :
         {"author=j%C3%B6rg",
          "author=J%C3%96RG",
          "author=u-7",
          "author=id:u-7",
          "language=DE",
          "text=%C3%A4pfel",
          "author=u-7&rule=TEST_HOLD&language=de&text=birnen"}) {
        SCOPED_TRACE(filter);
        const Answer found = server.moderator("GET", std::string("/v1/queue?") + filter);
        ASSERT_EQ(found.status, 200U) << found.body;
        EXPECT_EQ(only_item(found), id);
        EXPECT_TRUE(found.at("/total").is_null() || found.at("/total").as_int64() == 1);
        EXPECT_TRUE(found.at("/complete").as_bool());
    }
    const auto found = [&](const std::string& filter) {
        return server.moderator("GET", "/v1/queue?" + filter).at("/items").as_array().size();
    };
    EXPECT_EQ(found("rule=TEST_HOLD"), 2U);
    EXPECT_EQ(found("rule=OTHER"), 0U);
    EXPECT_EQ(found("since=2020-01-01T00:00:00Z"), 2U);
    EXPECT_EQ(found("until=2020-01-01T00:00:00Z"), 0U);
    EXPECT_EQ(found("reported=true"), 0U);
    for (const char* wrong :
         {"since=yesterday",
          "text=",
          "text=x",
          "claimed=bob",
          "reported=false",
          "authors=x",
          "author="}) {
        SCOPED_TRACE(wrong);
        EXPECT_EQ(server.moderator("GET", std::string("/v1/queue?") + wrong).status, 422U);
    }
}

TEST(QueueOverHttp, CountsItsLists) {
    TestServer server;
    server.post_comment("holdme one");
    server.post_comment("holdme two");
    server.post_comment("escalateme please");
    only_item(server.moderator("POST", "/v1/queue/claim", json::object{}));
    const Answer counts = server.moderator("GET", "/v1/queue/counts");
    ASSERT_EQ(counts.status, 200U) << counts.body;
    EXPECT_EQ(counts.at("/total").as_int64(), 3);
    EXPECT_EQ(counts.at("/escalated").as_int64(), 1);
    EXPECT_EQ(counts.at("/mine").as_int64(), 1);
    EXPECT_EQ(counts.at("/reasons").as_object().at("spam.promotion").as_int64(), 2);
    EXPECT_EQ(server.moderator("GET", "/v1/queue/counts?site=other").at("/total").as_int64(), 0);
    Colleague stranger(server, "stranger", Role::moderator, {SiteId{"other"}});
    EXPECT_EQ(stranger.call("GET", "/v1/queue/counts").at("/total").as_int64(), 0);
    EXPECT_EQ(stranger.call("GET", "/v1/queue/counts?site=demo").at("/total").as_int64(), 0);
    EXPECT_EQ(
        stranger.call("POST", "/v1/queue/claim?site=demo", json::object{})
            .at("/items")
            .as_array()
            .size(),
        0U
    );
}

}  // namespace
}  // namespace chaffinch::test
