// Accounts of others and of sites: who may manage whom, keys made anew, and the rates of keys.

#include "tests/functional/person.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

TEST(Staff, AnAdminManagesThoseOfHisOwnSitesAndNobodyElseExists) {
    TestServer server;
    const SiteId demo{"demo"};
    const SiteId other{"other"};
    add(server, "opal", Role::op);
    add(server, "ada", Role::admin, {demo});
    add(server, "far", Role::moderator, {other});
    Person ada(server, "ada");
    ASSERT_EQ(ada.log_in().status, 200U);
    const auto make = [&](const std::string& login, const char* role, const json::array& sites) {
        const json::object body{
            {"login", login},
            {"password", "another long sentence"},
            {"role", role},
            {"sites", sites},
            {"confirm", confirm}
        };
        return ada.send("POST", "/v1/moderators", body).status;
    };
    EXPECT_EQ(make("new", "moderator", {"demo"}), 201U);
    EXPECT_EQ(make("new", "moderator", {"demo"}), 409U) << "the login is taken";
    EXPECT_EQ(make("new2", "operator", {"demo"}), 403U);
    EXPECT_EQ(make("new2", "moderator", {"other"}), 403U);
    EXPECT_EQ(make("new2", "moderator", {}), 403U) << "all sites";
    EXPECT_EQ(make("New Two", "moderator", {"demo"}), 422U);

    const json::value seen = ada.get("/v1/moderators").at("/items");
    std::vector<std::string> logins;
    for (const json::value& each : seen.as_array()) {
        logins.emplace_back(each.at("login").as_string().c_str());
    }
    EXPECT_EQ(logins, (std::vector<std::string>{"ada", "new"}));

    Person opal(server, "opal");
    ASSERT_EQ(opal.log_in().status, 200U);
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    const auto patch = [&](const std::string& login, const json::object& change) {
        return ada.send("PATCH", "/v1/moderators/" + id_of(opal, login), change);
    };
    const Answer foreign = patch("far", off);
    const Answer missing = ada.send("PATCH", "/v1/moderators/" + id_of(opal, "far") + "x", off);
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(missing.status, 404U);
    EXPECT_EQ(patch("opal", off).status, 404U);
    EXPECT_EQ(patch("ada", off).status, 403U) << "oneself";
    EXPECT_EQ(patch("new", {{"sites", json::array{"other"}}, {"confirm", confirm}}).status, 403U);
    EXPECT_EQ(patch("new", {{"role", "admin"}, {"confirm", confirm}}).text("/role"), "admin");
}

TEST(Staff, WhoIsDisabledOrResetIsOutAtOnce) {
    TestServer server;
    add(server, "opal", Role::op);
    Person opal(server, "opal");
    Person ann(server, "ann");
    ASSERT_EQ(opal.log_in().status, 200U);
    ASSERT_EQ(ann.log_in().status, 200U);
    const std::string target = "/v1/moderators/" + id_of(opal, "ann");
    const json::object reset{{"password", "given over the telephone"}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", target, reset).status, 200U);
    EXPECT_FALSE(ann.is_logged_in());
    ASSERT_EQ(ann.log_in("given over the telephone").status, 200U);
    const json::object down{{"role", "viewer"}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", target, down).status, 200U);
    EXPECT_EQ(ann.send("POST", "/v1/decisions", {}).status, 403U) << "the role is read anew";
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", target, off).status, 200U);
    EXPECT_FALSE(ann.is_logged_in());
}

TEST(Staff, TheLastOperatorStays) {
    TestServer server;
    add(server, "opal", Role::op);
    add(server, "otto", Role::op);
    Person opal(server, "opal");
    Person otto(server, "otto");
    ASSERT_EQ(opal.log_in().status, 200U);
    ASSERT_EQ(otto.log_in().status, 200U);
    const std::string opals = "/v1/moderators/" + id_of(otto, "opal");
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    auto& store = server.application().store();
    ASSERT_EQ(opal.send("PATCH", "/v1/moderators/" + id_of(opal, "otto"), off).status, 200U);
    ModeratorChange change{.role = Role::viewer};
    const ModeratorId id{opals.substr(opals.rfind('/') + 1)};
    const auto last = on_server(server, store.change_moderator(id, change));
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, Errc::conflict);
}

TEST(SiteAccounts, AreAddedByOperatorsAndTheirKeysMadeAnewWithThePassword) {
    TestServer server;
    add(server, "opal", Role::op);
    add(server, "ada", Role::admin, {SiteId{"demo"}});
    Person opal(server, "opal");
    Person ada(server, "ada");
    ASSERT_EQ(opal.log_in().status, 200U);
    ASSERT_EQ(ada.log_in().status, 200U);
    const json::object site{{"id", "third"}, {"name", "A third"}, {"confirm", confirm}};
    EXPECT_EQ(ada.send("POST", "/v1/sites", site).status, 403U);
    const Answer made = opal.send("POST", "/v1/sites", site);
    ASSERT_EQ(made.status, 201U) << made.body;
    const auto works = [&](const std::string& key) {
        const Headers headers{
            {"Authorization", "Bearer " + key}, {"Content-Type", "application/json"}
        };
        const std::string body = json::serialize(submission("a friendly remark"));
        return server.send("POST", "/v1/check", headers, body).status == 200;
    };
    EXPECT_TRUE(works(made.text("/key")));
    EXPECT_EQ(opal.send("POST", "/v1/sites", site).status, 409U);
    EXPECT_EQ(ada.get("/v1/sites").at("/items").as_array().size(), 1U);
    EXPECT_EQ(ada.send("POST", "/v1/sites/third/key", {{"confirm", confirm}}).status, 404U);

    const json::object wrong{{"confirm", {{"password", "a wrong guess"}}}};
    EXPECT_EQ(ada.send("POST", "/v1/sites/demo/key", wrong).status, 403U);
    EXPECT_TRUE(works(server.site_key()));
    const Answer fresh = ada.send("POST", "/v1/sites/demo/key", {{"confirm", confirm}});
    ASSERT_EQ(fresh.status, 200U) << fresh.body;
    EXPECT_TRUE(works(fresh.text("/key")));
    EXPECT_FALSE(works(server.site_key())) << "the older one ended at once";

    const std::string old = server.akismet_key();
    const Answer akismet = ada.send("POST", "/v1/sites/demo/akismet-key", {{"confirm", confirm}});
    ASSERT_EQ(akismet.status, 200U) << akismet.body;
    const auto verify = [&](const std::string& key) {
        return server.akismet("/1.1/verify-key", {{"key", key}, {"blog", "https://a.example"}})
            .body;
    };
    EXPECT_EQ(verify(akismet.text("/key")), "valid");
    EXPECT_EQ(verify(old), "invalid");
}

TEST(KeyRates, EndInA429WithTheTimeToWait) {
    ServerOptions options;
    options.key_rate = {.per_second = 5, .burst = 10};
    runtime::ManualClock clock(runtime::SystemClock().now());
    options.clock = &clock;
    TestServer server(options);
    Answer last;
    for (int i = 0; i < 11; ++i) last = server.site("POST", "/v1/check", submission("hello"));
    EXPECT_EQ(last.status, 429U);
    EXPECT_EQ(last.header("retry-after"), "1");
    EXPECT_EQ(last.header("ratelimit-policy"), "\"key\";q=10;w=2");
    EXPECT_EQ(last.header("ratelimit"), "\"key\";r=0;t=1");

    Answer call;
    const Headers fields{{"blog", "https://a.example"}, {"user_ip", ""}, {"comment_content", "hi"}};
    for (int i = 0; i < 11; ++i) call = server.akismet("/1.1/comment-check", fields);
    EXPECT_EQ(call.status, 429U);
    EXPECT_EQ(call.header("retry-after"), "1");
    EXPECT_NE(call.header("x-akismet-error"), "");
    EXPECT_NE(call.body, "true");
    EXPECT_NE(call.body, "false");
    EXPECT_EQ(call.header("x-akismet-pro-tip"), "");

    Headers other = fields;
    other.emplace_back("api_key", server.other_akismet_key());
    EXPECT_EQ(server.akismet("/1.1/comment-check", other).status, 200U) << "another key";
    clock.advance(2s);
    EXPECT_EQ(server.site("POST", "/v1/check", submission("hello")).status, 200U);
    EXPECT_EQ(server.akismet("/1.1/comment-check", fields).status, 200U);
}

}  // namespace
}  // namespace chaffinch::test
