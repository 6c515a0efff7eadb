// Who may train: every credential at every route that teaches or takes lessons back (reliability
// L1). Only a moderator of the site does; the engine's own verdicts never do.

#include "server/app/accounts.h"
#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <string>
#include <vector>

namespace chaffinch::test {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr const char* password = "a password for this test";

template <class T>
T wait(TestServer& server, asio::awaitable<T> work) {
    return asio::co_spawn(server.application().io(), std::move(work), asio::use_future).get();
}

std::size_t lessons(TestServer& server) {
    const SiteId demo{"demo"};
    return wait(server, server.application().store().site_ledger(demo, 0, 1'000)).size();
}

/// A caller of the native door.
struct Caller {
    std::string name{};
    Headers headers{};
    bool teaches = false;  ///< site "demo"
    bool forgets = false;
};

/// Makes the account and logs in.
Headers session(TestServer& server, const std::string& login, Role role, const char* site = "") {
    Moderator moderator{.login = login, .role = role};
    if (*site != '\0') moderator.sites = {SiteId{site}};
    const auth::HashCost cost{
        .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
    };
    EXPECT_TRUE(wait(
        server,
        app::make_moderator(server.application().store(), std::move(moderator), password, cost)
    ));
    const json::object credentials{{"login", login}, {"password", password}};
    const Answer answer = server.send(
        "POST", "/v1/session", {{"Content-Type", "application/json"}}, json::serialize(credentials)
    );
    EXPECT_EQ(answer.status, 200U) << answer.body;
    const std::string set = answer.header("set-cookie");
    return {{"Cookie", set.substr(0, set.find(';'))}, {"X-CSRF-Token", answer.text("/csrf_token")}};
}

Headers with(Headers headers, const std::string& name, const std::string& value) {
    headers.emplace_back(name, value);
    return headers;
}

std::vector<Caller> callers(TestServer& server) {
    const Headers eva = session(server, "eva", Role::moderator);
    return {
        {"nobody", {}},
        {"a key of the site", {{"Authorization", "Bearer " + server.site_key()}}},
        {"a key of another site", {{"Authorization", "Bearer " + server.other_site_key()}}},
        {"the Akismet key", {{"Authorization", "Bearer " + server.akismet_key()}}},
        {"an invented session", {{"Cookie", "__Host-sid=" + std::string(43, 'A')}}},
        {"a viewer", session(server, "vera", Role::viewer)},
        {"a moderator of another site", session(server, "otto", Role::moderator, "other")},
        {"an admin of another site", session(server, "olga", Role::admin, "other")},
        {"a moderator without the token", {eva.front()}},
        {"a moderator with a wrong token", {eva.front(), {"X-CSRF-Token", "wrong"}}},
        {"a moderator on a foreign page", with(eva, "Origin", "https://evil.example")},
        {"a moderator", eva, true, false},
        {"a moderator of this site alone", session(server, "dora", Role::moderator, "demo"), true},
        {"an operator", session(server, "olaf", Role::op), true, true},
        {"an admin", session(server, "ada", Role::admin), true, true},
    };
}

Answer call(
    TestServer& server, const Caller& caller, const std::string& target, const json::object& body
) {
    return server.send(
        "POST",
        target,
        with(caller.headers, "Content-Type", "application/json"),
        json::serialize(body)
    );
}

json::object rejection(const std::string& comment, std::int64_t version) {
    const json::object item{
        {"comment", comment},
        {"version", version},
        {"judgement", "reject"},
        {"reason", "spam.promotion"}
    };
    return {{"items", json::array{item}}};
}

TEST(TrainingRights, ADecisionTeachesWhenAModeratorOfTheSiteMakesIt) {
    TestServer server;
    for (const Caller& caller : callers(server)) {
        SCOPED_TRACE(caller.name);
        const std::string id = server.post_comment("holdme for " + caller.name).text("/id");
        const std::size_t before = lessons(server);
        const Answer answer = call(server, caller, "/v1/decisions", rejection(id, 1));
        EXPECT_EQ(answer.status == 200U, caller.teaches) << answer.status << answer.body;
        EXPECT_EQ(lessons(server), before + (caller.teaches ? 1U : 0U));
    }
}

TEST(TrainingRights, ALessonIsUndoneByWhoeverMayTeach) {
    TestServer server;
    for (const Caller& caller : callers(server)) {
        SCOPED_TRACE(caller.name);
        const std::string id = server.post_comment("holdme for " + caller.name).text("/id");
        const Answer decided = server.decide(id, 1, "reject", "spam.promotion");
        ASSERT_EQ(decided.status, 200U) << decided.body;
        const std::size_t before = lessons(server);
        call(server, caller, "/v1/decisions/" + decided.text("/decision") + "/undo", {});
        EXPECT_EQ(lessons(server), before - (caller.teaches ? 1U : 0U));
    }
}

TEST(TrainingRights, LessonsAreForgottenByAdminsAndOperatorsOfTheSiteAlone) {
    TestServer server;
    for (const Caller& caller : callers(server)) {
        SCOPED_TRACE(caller.name);
        const std::string id = server.post_comment("holdme for " + caller.name).text("/id");
        ASSERT_EQ(server.decide(id, 1, "reject", "spam.promotion").status, 200U);
        const std::size_t before = lessons(server);
        const Answer answer =
            call(server, caller, "/v1/learning/forget", {{"site", "demo"}, {"moderator", "ann"}});
        EXPECT_EQ(answer.status == 200U, caller.forgets) << answer.status << answer.body;
        EXPECT_EQ(lessons(server), caller.forgets ? 0U : before);
    }
}

TEST(TrainingRights, ReportsOfASpamButtonTeachUnderTheKeyOfTheSiteAlone) {
    TestServer server;
    const AkismetSettings settings{.feedback_decides = true};
    ASSERT_TRUE(
        wait(server, server.application().store().set_akismet_settings(SiteId{"demo"}, settings))
    );
    const std::vector<std::pair<std::string, std::string>> keys{
        {"no key", ""},
        {"an invented key", "0123456789ab"},
        {"a key of the native door", server.site_key()},
        {"the key of another site", server.other_akismet_key()},
        {"the key of the site", server.akismet_key()},
    };
    for (const char* route : {"/1.1/submit-spam", "/1.1/submit-ham"}) {
        for (const auto& [name, key] : keys) {
            SCOPED_TRACE(std::string(route) + " with " + name);
            const Headers fields{
                {"blog", "https://blog.example/"},
                {"user_ip", "203.0.113.7"},
                {"permalink", "https://blog.example/botox"},
                {"comment_author", "Reader"},
                {"comment_content", "holdme at " + std::string(route) + " with " + name},
            };
            server.akismet("/1.1/comment-check", fields);
            const std::size_t before = lessons(server);
            Headers keyed = fields;
            keyed.emplace_back("api_key", key);
            server.akismet(route, keyed);
            const bool own = key == server.akismet_key();
            EXPECT_EQ(lessons(server), before + (own ? 1U : 0U));
        }
    }
}

TEST(TrainingRights, VerdictsOfTheEngineTeachNothing) {
    TestServer server;
    json::array batch;
    for (const char* text :
         {"a friendly word", "holdme", "rejectme", "escalateme", "discardme", "holdme rejectme"}) {
        server.post_comment(text);
        server.site("POST", "/v1/check", submission(text));
        batch.push_back(submission(std::string(text) + " once more"));
        const Headers fields{
            {"blog", "https://blog.example/"},
            {"user_ip", "203.0.113.7"},
            {"comment_content", std::string(text) + " by the other door"},
        };
        server.akismet("/1.1/comment-check", fields);
        const json::object analyzed{
            {"comment", {{"text", text}}}, {"requestedAttributes", {{"SPAM", json::object{}}}}
        };
        server.akismet_raw(
            "/v1alpha1/comments:analyze?key=" + server.site_key(),
            {{"Content-Type", "application/json"}},
            json::serialize(analyzed)
        );
    }
    ASSERT_EQ(
        server.site("POST", "/v1/comments/batch", json::object{{"comments", batch}}).status, 200U
    );
    EXPECT_EQ(lessons(server), 0U);
}

}  // namespace
}  // namespace chaffinch::test
