// Accounts as a person meets them: passwords, and tokens for scripts. The clock is the test's own
// where time matters.

#include "tests/functional/person.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

TEST(Accounts, APasswordIsChangedByItsOwnerAndEndsHisOtherSessions) {
    TestServer server;
    Person here(server, "ann");
    Person elsewhere(server, "ann");
    ASSERT_EQ(here.log_in().status, 200U);
    ASSERT_EQ(elsewhere.log_in().status, 200U);

    const std::string next = "an entirely new sentence";
    const auto change = [&](const std::string& proof, const std::string& to) {
        const json::object body{{"password", to}, {"confirm", {{"password", proof}}}};
        return here.send("PUT", "/v1/session/password", body);
    };
    const Answer wrong = change("not my password", next);
    EXPECT_EQ(wrong.status, 403U);
    EXPECT_EQ(wrong.text("/errors/0/pointer"), "/confirm/password");
    EXPECT_EQ(change(password, "too short").status, 422U);
    EXPECT_TRUE(elsewhere.is_logged_in());

    ASSERT_EQ(change(password, next).status, 204U);
    EXPECT_TRUE(here.is_logged_in());
    EXPECT_FALSE(elsewhere.is_logged_in());
    EXPECT_EQ(elsewhere.log_in().status, 401U);
    EXPECT_EQ(elsewhere.log_in(next).status, 200U);
}

TEST(Accounts, AStolenSessionCannotGuessThePassword) {
    TestServer server;
    Person thief(server, "ann");
    ASSERT_EQ(thief.log_in().status, 200U);
    int looked_at = 0;
    for (int i = 0; i < 100; ++i) {
        const json::object body{
            {"password", "the thief's own password"},
            {"confirm", {{"password", "guess number " + std::to_string(i)}}}
        };
        looked_at += thief.send("PUT", "/v1/session/password", body).status == 403 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 5);
}

/// A7, on one account and on many.
TEST(Accounts, StrangersGetFewGuesses) {
    TestServer server;
    int looked_at = 0;
    for (int i = 0; i < 200; ++i) {
        const unsigned status = Person(server, "ann").log_in("guess " + std::to_string(i)).status;
        EXPECT_TRUE(status == 401 || status == 429) << status;
        looked_at += status == 401 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 5);
    looked_at = 0;
    for (int i = 0; i < 200; ++i) {
        Person person(server, "login" + std::to_string(i));
        looked_at += person.log_in("the same for all").status == 401 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 15) << "twenty a network, five of them spent above";
}

TEST(PersonalTokens, ReadAndDecideWithinTheirScopeUntilTheyEnd) {
    TestServer server;
    Person ann(server, "ann");
    ASSERT_EQ(ann.log_in().status, 200U);
    const auto issue = [&](const char* scope) {
        return ann.send(
            "POST",
            "/v1/session/tokens",
            {{"name", "report"}, {"scope", scope}, {"confirm", confirm}}
        );
    };
    const Answer reads = issue("read");
    const Answer decides = issue("decide");
    ASSERT_EQ(decides.status, 201U) << decides.body;
    const auto with = [](const Answer& issued) {
        return Headers{
            {"Authorization", "Bearer " + issued.text("/secret")},
            {"Content-Type", "application/json"}
        };
    };
    const std::string id = server.post_comment("holdme please").text("/id");
    EXPECT_EQ(server.send("GET", "/v1/queue", with(reads)).at("/total").as_int64(), 1);
    const json::object item{
        {"comment", id}, {"version", 1}, {"judgement", "approve"}, {"reason", "verdict.not_spam"}
    };
    const std::string decision = json::serialize(json::object{{"items", json::array{item}}});
    EXPECT_EQ(server.send("POST", "/v1/decisions", with(reads), decision).status, 403U);
    EXPECT_EQ(server.send("POST", "/v1/decisions", with(decides), decision).status, 200U)
        << "no cookie, no CSRF token";

    const json::value listed = ann.get("/v1/session/tokens").at("/items");
    ASSERT_EQ(listed.as_array().size(), 2U);
    for (const json::value& each : listed.as_array()) {
        EXPECT_TRUE(each.at("last_used_at").is_string());
        EXPECT_EQ(json::serialize(each).find("mt_"), std::string::npos);
    }
    EXPECT_EQ(ann.remove("/v1/session/tokens/" + reads.text("/token/id")).status, 204U);
    EXPECT_EQ(server.send("GET", "/v1/queue", with(reads)).status, 401U) << "at once";
    EXPECT_EQ(ann.remove("/v1/session/tokens/nothing").status, 404U);
}

TEST(PersonalTokens, EndInTimeAndWithTheirOwner) {
    runtime::ManualClock clock(runtime::SystemClock().now());
    ServerOptions options;
    options.clock = &clock;
    TestServer server(options);
    add(server, "opal", Role::op);
    Person ann(server, "ann");
    ASSERT_EQ(ann.log_in().status, 200U);
    const auto issue = [&](const json::value& days) {
        const json::object body{
            {"name", "x"}, {"scope", "read"}, {"expires_in_days", days}, {"confirm", confirm}
        };
        return Headers{
            {"Authorization",
             "Bearer " + ann.send("POST", "/v1/session/tokens", body).text("/secret")}
        };
    };
    const Headers brief = issue(1);
    const Headers lasting = issue(nullptr);
    clock.advance(25h);
    EXPECT_EQ(server.send("GET", "/v1/queue", brief).status, 401U);
    EXPECT_EQ(server.send("GET", "/v1/queue", lasting).status, 200U);
    Person opal(server, "opal");
    ASSERT_EQ(opal.log_in().status, 200U);
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", "/v1/moderators/" + id_of(opal, "ann"), off).status, 200U);
    EXPECT_EQ(server.send("GET", "/v1/queue", lasting).status, 401U);
    EXPECT_EQ(ann.log_in().status, 401U);
}

}  // namespace
}  // namespace chaffinch::test
