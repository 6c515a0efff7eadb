// A moderator in doubt, and the admin who looked: his word lets the lessons count, taking it back
// leaves the site as it was, to the bit.

#include "tests/functional/colleague.h"
#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

const json::object of_eve{{"site", "demo"}, {"moderator", "eve"}};

/// Approves what the classifier was sure of when it came, so often that nobody believes it.
void contradict(TestServer& server, Colleague& who, int count) {
    json::array comments;
    for (int i = 0; i < count; ++i) {
        const std::string n = std::to_string(i);
        comments.push_back(submission(
            "Buy cheap viagra and cialis online no prescription! Best casino bonus " + n +
            ", click here http://cheap-pills.example/buy?p=" + n + " free money, limited offer"
        ));
    }
    const Answer posted =
        server.site("POST", "/v1/comments/batch", json::object{{"comments", comments}});
    ASSERT_EQ(posted.status, 200U) << posted.body;
    json::array items;
    const json::value results = posted.at("/results");
    for (const json::value& result : results.as_array()) {
        items.push_back(json::object{
            {"comment", result.at("comment").at("id")},
            {"version", 1},
            {"judgement", "approve"},
            {"reason", "verdict.not_spam"}
        });
    }
    const Answer decided = who.call("POST", "/v1/decisions", json::object{{"items", items}});
    ASSERT_EQ(decided.status, 200U) << decided.body;
}

json::value learnt(TestServer& server) {
    return server.moderator("GET", "/v1/insight/learning?site=demo").at("/items/0");
}

std::uint64_t hash(TestServer& server) {
    return boost::asio::co_spawn(
               server.application().io(),
               server.application().learning().state_hash(SiteId{"demo"}),
               boost::asio::use_future
    )
        .get();
}

TEST(Vouchers, LetLessonsCountThatWaitedAndTakeThemBackToTheBit) {
    TestServer server({.models = true, .role = Role::op});
    Colleague eve(server, "eve");
    contradict(server, eve, 40);
    const json::value doubted = learnt(server);
    ASSERT_EQ(doubted.at("doubts").as_array().size(), 1U) << json::serialize(doubted);
    EXPECT_EQ(doubted.at_pointer("/doubts/0/moderator").as_string(), "eve");
    const std::int64_t waiting = doubted.at_pointer("/doubts/0/waiting").as_int64();
    EXPECT_GT(waiting, 0);
    const std::uint64_t before = hash(server);

    json::object body = of_eve;
    body["note"] = "A campaign of the pharmacy next door; I read all of them.";
    const Answer given = server.moderator("POST", "/v1/learning/vouchers", body);
    ASSERT_EQ(given.status, 200U) << given.body;
    EXPECT_EQ(given.text("/moderator"), "eve");
    EXPECT_NE(hash(server), before);
    const json::value vouched = learnt(server);
    EXPECT_TRUE(vouched.at("doubts").as_array().empty());
    EXPECT_EQ(vouched.at("doubted").as_int64(), 0);
    EXPECT_EQ(
        vouched.at_pointer("/rulings/learnt").as_int64(),
        doubted.at_pointer("/rulings/learnt").as_int64() + waiting
    );
    EXPECT_TRUE(vouched.at_pointer("/vouchers/0/ended_at").is_null());
    EXPECT_EQ(
        vouched.at_pointer("/vouchers/0/note").as_string(),
        "A campaign of the pharmacy next door; I read all of them."
    );

    ASSERT_EQ(server.moderator("POST", "/v1/learning/vouchers/end", of_eve).status, 204U);
    EXPECT_EQ(hash(server), before) << "as if nobody had vouched";
    EXPECT_EQ(learnt(server).at_pointer("/doubts/0/waiting").as_int64(), waiting);
    EXPECT_FALSE(learnt(server).at_pointer("/vouchers/0/ended_at").is_null()) << "the audit stays";
    EXPECT_EQ(server.moderator("POST", "/v1/learning/vouchers/end", of_eve).status, 404U);
}

TEST(Vouchers, AreGivenByAnotherAdminForSomebodyWhoTaught) {
    TestServer server({.models = true, .role = Role::op});
    Colleague carl(server, "carl", Role::admin);
    Colleague eve(server, "eve");
    const auto vouch = [](Colleague& by, json::object body) {
        return by.call("POST", "/v1/learning/vouchers", body).status;
    };
    EXPECT_EQ(vouch(carl, of_eve), 404U) << "she has taught nothing yet";
    contradict(server, eve, 1);
    contradict(server, carl, 1);
    EXPECT_EQ(vouch(eve, of_eve), 403U) << "a moderator";
    EXPECT_EQ(vouch(carl, {{"site", "demo"}, {"moderator", "carl"}}), 403U) << "his own";
    EXPECT_EQ(vouch(carl, {{"site", "demo"}, {"moderator", "nobody"}}), 404U);
    EXPECT_EQ(vouch(carl, {{"site", "nowhere"}, {"moderator", "eve"}}), 404U);
    EXPECT_EQ(vouch(carl, {{"site", "demo"}}), 422U);
    EXPECT_EQ(vouch(carl, {{"site", "demo"}, {"moderator", "eve"}, {"why", "x"}}), 422U);
    EXPECT_EQ(vouch(carl, of_eve), 200U);
}

TEST(Vouchers, HoldAfterTheSiteIsMadeAnew) {
    TestServer server({.models = true, .role = Role::op});
    Colleague eve(server, "eve");
    contradict(server, eve, 40);
    ASSERT_EQ(server.moderator("POST", "/v1/learning/vouchers", of_eve).status, 200U);
    const std::uint64_t vouched = hash(server);
    // Forgetting nothing makes the site anew from its ledger.
    const json::object nothing{{"site", "demo"}, {"after", 1'000'000}};
    ASSERT_EQ(server.moderator("POST", "/v1/learning/forget", nothing).status, 200U);
    EXPECT_EQ(hash(server), vouched);
}

TEST(Vouchers, HoldAfterARestart) {
    const TemporaryDirectory kept;
    const ServerOptions options{.data = kept.path() / "data", .models = true, .role = Role::op};
    std::uint64_t vouched = 0;
    {
        TestServer server(options);
        Colleague eve(server, "eve");
        contradict(server, eve, 40);
        ASSERT_EQ(server.moderator("POST", "/v1/learning/vouchers", of_eve).status, 200U);
        vouched = hash(server);
    }
    TestServer server(options);
    EXPECT_EQ(hash(server), vouched);
    EXPECT_TRUE(learnt(server).at("doubts").as_array().empty());
    ASSERT_EQ(server.moderator("POST", "/v1/learning/vouchers/end", of_eve).status, 204U);
    EXPECT_NE(hash(server), vouched);
    EXPECT_EQ(learnt(server).at("doubts").as_array().size(), 1U);
}

}  // namespace
}  // namespace chaffinch::test
