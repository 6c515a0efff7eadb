// Log-in through a provider, from the button to the session, and every way to get in that must not
// work. Provider and browser are the test's own.

#include "tests/functional/colleague.h"
#include "tests/functional/test_server.h"
#include "tests/support/test_provider.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const json::object confirm{{"password", "a password for tests"}};

/// A server that knows the provider, and a colleague "bea" whom an operator links.
class OidcTest : public ::testing::Test {
  protected:
    /// `change`: of the configuration, before the start.
    void start(const std::function<void(app::OidcConfig&)>& change = {}) {
        app::OidcConfig oidc;
        oidc.settings = {
            .issuer = provider_.issuer(),
            .client_id = "chaffinch",
            .redirect_url = "http://127.0.0.1:8080/v1/session/oidc/callback",
            .name = "Newsroom",
            .allow_http = true,
        };
        if (change) change(oidc);
        ServerOptions options;
        options.role = Role::op;
        options.oidc = std::move(oidc);
        options.clock = &clock_;
        server_ = std::make_unique<TestServer>(options);
        Colleague bea(*server_, "bea");
        for (const json::value& each : accounts()) {
            if (each.at("login").as_string() == "bea") bea_ = each.at("id").as_string().c_str();
        }
    }

    void wait_until_available() {
        for (int i = 0; i < 500; ++i) {
            const Answer methods = server_->send("GET", "/v1/session/methods", {});
            ASSERT_EQ(methods.status, 200u);
            if (methods.at("/oidc/available").as_bool()) return;
            std::this_thread::sleep_for(10ms);
        }
        FAIL() << "the provider was not reached";
    }

    void start_and_wait(const std::function<void(app::OidcConfig&)>& change = {}) {
        start(change);
        wait_until_available();
    }

    Answer link(const json::object& identity) {
        json::object body = identity;
        body["confirm"] = confirm;
        return server_->moderator("PUT", "/v1/moderators/" + bea_ + "/identity", body);
    }

    json::array accounts() {
        return server_->moderator("GET", "/v1/moderators").at("/items").as_array();
    }

    struct Visit {
        std::string location{};  ///< at the provider
        std::string cookie{};
        std::string state{};
    };

    static std::string cookie_in(const Answer& answer, const std::string& name) {
        for (const auto& [field, value] : answer.headers) {
            if (field == "set-cookie" && value.starts_with(name + "=")) {
                return value.substr(0, value.find(';'));
            }
        }
        return {};
    }

    Visit begin() {
        const Answer answer = server_->send("GET", "/v1/session/oidc", {});
        EXPECT_EQ(answer.status, 302u) << answer.body;
        Visit visit{
            .location = answer.header("location"), .cookie = cookie_in(answer, "__Host-oidc")
        };
        visit.state = form_fields(visit.location.substr(visit.location.find('?') + 1))["state"];
        return visit;
    }

    Answer come_back(const Visit& visit, const Headers& query) {
        return server_->send(
            "GET", "/v1/session/oidc/callback?" + form(query), {{"Cookie", visit.cookie}}
        );
    }

    Answer come_back(const Visit& visit) {
        return come_back(
            visit, {{"code", provider_.authorize(visit.location)}, {"state", visit.state}}
        );
    }

    static void expect_refused(const Answer& answer, const std::string& why) {
        EXPECT_EQ(answer.status, 302u) << answer.body;
        EXPECT_EQ(answer.header("location"), "/console/queue?log_in=" + why);
        EXPECT_EQ(cookie_in(answer, "__Host-sid"), "");
    }

    void expect_let_in(const Answer& answer) {
        ASSERT_EQ(answer.status, 302u) << answer.body;
        EXPECT_EQ(answer.header("location"), "/console/queue");
        const std::string cookie = cookie_in(answer, "__Host-sid");
        const Answer session = server_->send("GET", "/v1/session", {{"Cookie", cookie}});
        EXPECT_EQ(session.status, 200u);
        EXPECT_EQ(session.text("/moderator/login"), "bea");
    }

    runtime::ManualClock clock_{
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())
    };
    TestProvider provider_{TestProvider::honest()};
    std::unique_ptr<TestServer> server_{};
    std::string bea_{};
};

TEST_F(OidcTest, LogsInWhomAnOperatorLinked) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    const Visit visit = begin();
    const auto asked = form_fields(visit.location.substr(visit.location.find('?') + 1));
    EXPECT_TRUE(visit.location.starts_with(provider_.issuer() + "/authorize?"));
    EXPECT_EQ(asked.at("response_type"), "code");
    EXPECT_EQ(asked.at("client_id"), "chaffinch");
    EXPECT_EQ(asked.at("scope"), "openid email");
    EXPECT_EQ(asked.at("code_challenge_method"), "S256");
    const Answer answer = come_back(visit);
    expect_let_in(answer);
    std::map<std::string, std::string> cookies;
    for (const auto& [field, value] : answer.headers) {
        if (field == "set-cookie") cookies[value.substr(0, value.find('='))] = value;
    }
    EXPECT_NE(cookies["__Host-sid"].find("; HttpOnly; SameSite=Strict; Secure"), std::string::npos);
    EXPECT_NE(cookies["__Host-oidc"].find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(
        provider_.last("/token").headers["content-type"], "application/x-www-form-urlencoded"
    );
    EXPECT_EQ(provider_.last("/token").headers.count("authorization"), 0u) << "a public client";
}

TEST_F(OidcTest, TheSessionIsAnOrdinaryOne) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const Answer session = server_->send("GET", "/v1/session", {{"Cookie", cookie}});
    const Headers whole{{"Cookie", cookie}, {"X-CSRF-Token", session.text("/csrf_token")}};
    EXPECT_EQ(server_->send("DELETE", "/v1/session", {{"Cookie", cookie}}).status, 403u)
        << "without the token";
    EXPECT_EQ(server_->send("DELETE", "/v1/session", whole).status, 204u);
    EXPECT_EQ(server_->send("GET", "/v1/session", whole).status, 401u);
}

TEST_F(OidcTest, TheFirstWithAVerifiedEmailIsTakenAndNobodyElseAfterHim) {
    provider_.change([](auto& behaviour) {
        behaviour.claims = [](json::object& claims) {
            claims["email"] = "Bea@News.example";
            claims["email_verified"] = false;
        };
    });
    start_and_wait();
    ASSERT_EQ(link({{"email", "bea@NEWS.example"}}).status, 200u);
    expect_refused(come_back(begin()), "no_account");
    provider_.change([](auto& behaviour) {
        behaviour.claims = [](json::object& claims) {
            claims["email"] = "Bea@News.example";
            claims["email_verified"] = true;
        };
    });
    expect_let_in(come_back(begin()));
    const Answer identity = server_->moderator("GET", "/v1/moderators/" + bea_ + "/identity");
    EXPECT_EQ(identity.text("/subject"), "248289761001");
    EXPECT_EQ(identity.text("/email"), "bea@news.example");
    provider_.change([](auto& behaviour) { behaviour.subject = "the next who has the address"; });
    expect_refused(come_back(begin()), "no_account");
}

TEST_F(OidcTest, RefusesEveryLieOfATokenAndLetsTheHonestOneIn) {
    static const SigningKey other = SigningKey::rsa("first");
    static const SigningKey first = TestProvider::honest().keys.front();
    const auto claim = [](const char* name, json::value value) {
        return [name, value = std::move(value)](TestProvider::Behaviour& behaviour) {
            behaviour.claims = [name, value](json::object& claims) { claims[name] = value; };
        };
    };
    const auto token = [](std::function<std::string(const json::object&)> make) {
        return [make = std::move(make)](TestProvider::Behaviour& behaviour) {
            behaviour.token = make;
        };
    };
    const std::vector<std::pair<const char*, std::function<void(TestProvider::Behaviour&)>>> lies{
        {"another nonce", claim("nonce", "another")},
        {"for another client", claim("aud", "somebody-else")},
        {"made for another client", claim("azp", "somebody-else")},
        {"of another issuer", claim("iss", "https://evil.example")},
        {"long over", claim("exp", 1'000'000)},
        {"from the future", claim("iat", 4'000'000'000)},
        {"without a subject", claim("sub", nullptr)},
        {"none", token([](const json::object& claims) {
             const std::string whole =
                 first.token(json::object{{"alg", "none"}, {"kid", "first"}}, claims);
             return whole.substr(0, whole.rfind('.') + 1);
         })},
        {"HS256 with the public key", token([](const json::object& claims) {
             return first.forged_by_hmac(claims, json::serialize(first.jwk()));
         })},
        {"another's signature",
         token([](const json::object& claims) { return other.token(claims); })},
        {"no token at all", token([](const json::object&) { return std::string("opaque"); })},
    };
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    for (const auto& [name, lie] : lies) {
        SCOPED_TRACE(name);
        provider_.change([&](auto& behaviour) {
            behaviour = TestProvider::honest();
            lie(behaviour);
        });
        expect_refused(come_back(begin()), "untrusted");
    }
    provider_.change([](auto& behaviour) { behaviour = TestProvider::honest(); });
    expect_let_in(come_back(begin()));
}

TEST_F(OidcTest, AnAnswerIsGoodOnceInTheBrowserThatAskedAndForTenMinutes) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    const Visit mine = begin();
    const Visit theirs = begin();
    const std::string code = provider_.authorize(mine.location);
    expect_refused(come_back(theirs, {{"code", code}, {"state", mine.state}}), "stale");
    expect_refused(come_back(mine, {{"code", code}, {"state", theirs.state}}), "stale");
    expect_refused(come_back(mine, {{"code", code}}), "stale");
    expect_refused(come_back({}, {{"code", code}, {"state", mine.state}}), "stale");
    EXPECT_EQ(provider_.asked("/token"), 0u) << "nobody asked the provider for any of them";
    expect_let_in(come_back(mine, {{"code", code}, {"state", mine.state}}));
    expect_refused(come_back(mine, {{"code", code}, {"state", mine.state}}), "stale");
    const Visit slow = begin();
    clock_.advance(10min);
    expect_refused(come_back(slow), "stale");
}

TEST_F(OidcTest, ACodeThatWasUsedOrIsAnothersIsRefusedByTheProvider) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    const Visit first = begin();
    const std::string code = provider_.authorize(first.location);
    expect_let_in(come_back(first, {{"code", code}, {"state", first.state}}));
    const Visit second = begin();
    expect_refused(come_back(second, {{"code", code}, {"state", second.state}}), "unavailable");
    const std::string stolen = provider_.authorize(begin().location);
    const Visit third = begin();
    expect_refused(come_back(third, {{"code", stolen}, {"state", third.state}}), "unavailable");
}

TEST_F(OidcTest, WhatTheProviderRefusesEndsOnTheLogInPageWithoutItsWords) {
    start_and_wait();
    const Visit denied = begin();
    expect_refused(
        come_back(denied, {{"error", "access_denied"}, {"state", denied.state}}), "denied"
    );
    const Visit broken = begin();
    const Answer answer = come_back(
        broken,
        {{"error", "<script>alert(1)</script>"},
         {"error_description", "https://evil.example"},
         {"state", broken.state}}
    );
    expect_refused(answer, "unavailable");
    EXPECT_EQ(answer.body, "");
    const Visit empty = begin();
    expect_refused(come_back(empty, {{"state", empty.state}}), "untrusted");
    const Visit mixed = begin();
    expect_refused(
        come_back(
            mixed,
            {{"code", provider_.authorize(mixed.location)},
             {"state", mixed.state},
             {"iss", "https://another.example"}}
        ),
        "untrusted"
    );
}

TEST_F(OidcTest, KeysThatChangedAreFetchedOnceAMinute) {
    static const SigningKey second = SigningKey::ec("second");
    static const SigningKey third = SigningKey::rsa("third");
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    EXPECT_EQ(provider_.asked("/keys"), 1u);
    provider_.change([](auto& behaviour) { behaviour.keys = {second}; });
    expect_let_in(come_back(begin()));
    EXPECT_EQ(provider_.asked("/keys"), 2u);
    expect_let_in(come_back(begin()));
    EXPECT_EQ(provider_.asked("/keys"), 2u);
    provider_.change([](auto& behaviour) { behaviour.keys = {third}; });
    expect_refused(come_back(begin()), "untrusted");
    EXPECT_EQ(provider_.asked("/keys"), 2u) << "an unknown key makes us ask no faster";
    clock_.advance(1min);
    expect_let_in(come_back(begin()));
    EXPECT_EQ(provider_.asked("/keys"), 3u);
}

TEST_F(OidcTest, AProviderThatIsDownStopsNoPassword) {
    provider_.change([](auto& behaviour) {
        behaviour.instead = [](const std::string&, Receiver::Socket& socket) {
            Receiver::reply(socket, 503);
            return true;
        };
    });
    start();
    const Answer methods = server_->send("GET", "/v1/session/methods", {});
    EXPECT_EQ(methods.text("/oidc/name"), "Newsroom");
    EXPECT_FALSE(methods.at("/oidc/available").as_bool());
    expect_refused(server_->send("GET", "/v1/session/oidc", {}), "unavailable");
    EXPECT_EQ(server_->moderator("GET", "/v1/session").status, 200u) << "by password";
}

TEST_F(OidcTest, ATokenEndpointThatHangsFloodsOrSendsElsewhereLetsNobodyIn) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    Receiver elsewhere(Receiver::with_status(200));
    const auto write = [](Receiver::Socket& socket, const std::string& bytes) {
        boost::system::error_code failed;
        boost::asio::write(socket, boost::asio::buffer(bytes), failed);
        return !failed;
    };
    const std::vector<std::pair<const char*, std::function<void(Receiver::Socket&)>>> ways{
        {"a redirect",
         [url = elsewhere.url()](Receiver::Socket& socket) {
             Receiver::reply(socket, 302, "Location: " + url + "\r\n");
         }},
        {"a huge answer",
         [write](Receiver::Socket& socket) {
             write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n{\"id_token\":\"");
             while (write(socket, std::string(65'536, 'x'))) {
             }
         }},
        {"silence", [](Receiver::Socket&) { std::this_thread::sleep_for(3s); }},
        {"no JSON", [](Receiver::Socket& socket) { Receiver::reply(socket, 200); }},
    };
    for (const auto& [name, way] : ways) {
        SCOPED_TRACE(name);
        // By value: a thread of the provider may still be in it when the test is over.
        provider_.change([answer = way](auto& behaviour) {
            behaviour.instead = [answer](const std::string& path, Receiver::Socket& socket) {
                if (path != "/token") return false;
                answer(socket);
                return true;
            };
        });
        const auto began = std::chrono::steady_clock::now();
        expect_refused(come_back(begin()), "unavailable");
        EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
    }
    EXPECT_TRUE(elsewhere.requests().empty());
}

TEST_F(OidcTest, ProvesItselfWithTheSecretAsTheProviderWishes) {
    const TemporaryDirectory folder;
    const auto secret = folder.path() / "secret";
    std::ofstream(secret) << "s3cret:&\n";
    const auto with_secret = [&](app::OidcConfig& config) { config.client_secret_file = secret; };
    start_and_wait(with_secret);
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    expect_let_in(come_back(begin()));
    // chaffinch:s3cret%3A%26
    EXPECT_EQ(
        provider_.last("/token").headers["authorization"], "Basic Y2hhZmZpbmNoOnMzY3JldCUzQSUyNg=="
    );
    server_.reset();
    provider_.change([](auto& behaviour) {
        behaviour.discovery = [](json::object& document) {
            document["token_endpoint_auth_methods_supported"] = json::array{"client_secret_post"};
        };
    });
    start_and_wait(with_secret);
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    expect_let_in(come_back(begin()));
    EXPECT_EQ(provider_.last("/token").headers.count("authorization"), 0u);
    EXPECT_EQ(form_fields(provider_.last("/token").body)["client_secret"], "s3cret:&");
}

TEST_F(OidcTest, WhoIsDisabledOrNotLinkedAnyMoreStaysOutside) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const std::string account = "/v1/moderators/" + bea_;
    json::object change{{"disabled", true}, {"confirm", confirm}};
    ASSERT_EQ(server_->moderator("PATCH", account, change).status, 200u);
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", cookie}}).status, 401u);
    expect_refused(come_back(begin()), "disabled");
    change["disabled"] = false;
    ASSERT_EQ(server_->moderator("PATCH", account, change).status, 200u);
    const std::string again = cookie_in(come_back(begin()), "__Host-sid");
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", again}}).status, 200u);
    const json::object end{{"confirm", confirm}};
    EXPECT_EQ(server_->moderator("POST", account + "/identity/end", end).status, 204u);
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", again}}).status, 401u);
    expect_refused(come_back(begin()), "no_account");
    EXPECT_EQ(server_->moderator("POST", account + "/identity/end", end).status, 404u);
    EXPECT_EQ(server_->moderator("GET", account + "/identity").status, 404u);
}

TEST_F(OidcTest, AnIdentityOpensOneAccountAndNobodyLinksHisOwn) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    Colleague carl(*server_, "carl", Role::admin);
    std::map<std::string, std::string> ids;
    for (const json::value& each : accounts()) {
        ids[each.at("login").as_string().c_str()] = each.at("id").as_string().c_str();
    }
    const json::object body{{"subject", "248289761001"}, {"confirm", confirm}};
    const auto target = [&](const char* login) {
        return "/v1/moderators/" + ids[login] + "/identity";
    };
    EXPECT_EQ(server_->moderator("PUT", target("carl"), body).status, 409u);
    EXPECT_EQ(server_->moderator("PUT", target("ann"), body).status, 403u) << "one's own";
    EXPECT_EQ(carl.call("PUT", target("ann"), body).status, 404u) << "an operator's, by an admin";
    EXPECT_EQ(link({{"subject", "a"}, {"email", "b@c"}}).status, 422u);
    EXPECT_EQ(link({}).status, 422u);
    EXPECT_EQ(link({{"email", "nobody"}}).status, 422u);
    json::object wrong = body;
    wrong["confirm"] = json::object{{"password", "not the password"}};
    EXPECT_EQ(server_->moderator("PUT", target("bea"), wrong).status, 403u);
}

TEST_F(OidcTest, ANewcomerWaitsForAnAdminWhereThatIsAllowed) {
    provider_.change([](auto& behaviour) {
        behaviour.subject = "new";
        behaviour.claims = [](json::object& claims) {
            claims["email"] = "dora@news.example";
            claims["email_verified"] = true;
        };
    });
    start_and_wait([](app::OidcConfig& config) { config.allow_new = true; });
    for (int i = 0; i < 2; ++i) expect_refused(come_back(begin()), "disabled");
    std::string id;
    for (const json::value& each : accounts()) {
        if (each.at("login").as_string() != "dora") continue;
        EXPECT_TRUE(id.empty()) << "once";
        id = each.at("id").as_string().c_str();
        EXPECT_EQ(each.at("role").as_string(), "viewer");
        EXPECT_TRUE(each.at("disabled").as_bool());
    }
    const json::object change{
        {"disabled", false}, {"sites", json::array{"demo"}}, {"confirm", confirm}
    };
    ASSERT_EQ(server_->moderator("PATCH", "/v1/moderators/" + id, change).status, 200u);
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const Answer session = server_->send("GET", "/v1/session", {{"Cookie", cookie}});
    EXPECT_EQ(session.text("/moderator/login"), "dora");
    const json::object log_in{{"login", "dora"}, {"password", ""}};
    EXPECT_NE(
        server_
            ->send(
                "POST",
                "/v1/session",
                {{"Content-Type", "application/json"}},
                json::serialize(log_in)
            )
            .status,
        200u
    ) << "an account without a password has no empty one";
}

TEST_F(OidcTest, FailuresOfANetworkAreLimited) {
    start_and_wait();
    for (int i = 0; i < 20; ++i) expect_refused(come_back({}, {{"state", "s"}}), "stale");
    expect_refused(come_back({}, {{"state", "s"}}), "limited");
    clock_.advance(15min);
    expect_refused(come_back({}, {{"state", "s"}}), "stale");
}

TEST(OidcConfiguration, SaysWhatIsWrongWithIt) {
    const std::string good =
        "oidc:\n  issuer: https://id.example\n  client_id: chaffinch\n"
        "  redirect_url: https://c.example/v1/session/oidc/callback\n";
    const auto right = app::parse_config(good, "c.yaml");
    EXPECT_TRUE(right.diagnostics.empty());
    ASSERT_TRUE(right.config.oidc);
    EXPECT_EQ(right.config.oidc->settings.scopes, "openid email");
    EXPECT_FALSE(right.config.oidc->allow_new);
    EXPECT_FALSE(app::parse_config("", "c.yaml").config.oidc);
    const std::vector<std::pair<std::string, std::string>> rows{
        {"oidc: {}", "oidc.issuer"},
        {"oidc: yes", "oidc."},
        {good + "  scopes: email\n", "oidc.scopes"},
        {good + "  allow_new: perhaps\n", "oidc.allow_new"},
        {good + "  client_secret: hunter2\n", "oidc.client_secret"},
        {"oidc: {issuer: \"http://id.example\"}", "oidc.issuer"},
        {"oidc: {issuer: \"https://id.example?a=b\"}", "oidc.issuer"},
        {"oidc: {redirect_url: \"https://c.example/\"}", "oidc.redirect_url"},
        {"oidc: {client_id: []}", "oidc.client_id"},
    };
    for (const auto& [yaml, subject] : rows) {
        const auto read = app::parse_config(yaml, "c.yaml");
        const bool named = std::ranges::any_of(read.diagnostics, [&](const Diagnostic& each) {
            return each.subject == subject && each.line > 0;
        });
        EXPECT_TRUE(named) << yaml;
    }
}

TEST(Oidc, WithoutAProviderThereIsNothingToVisit) {
    TestServer server;
    const Answer methods = server.send("GET", "/v1/session/methods", {});
    EXPECT_TRUE(methods.at("/password").as_bool());
    EXPECT_TRUE(methods.at("/oidc").is_null());
    EXPECT_EQ(server.send("GET", "/v1/session/oidc", {}).status, 404u);
    EXPECT_EQ(server.send("GET", "/v1/session/oidc/callback?code=a&state=b", {}).status, 404u);
}

}  // namespace
}  // namespace chaffinch::test
