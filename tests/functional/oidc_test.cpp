// Log-in through a provider, from the button to the session, and every way to get in that must not
// work. Provider and browser are the test's own.

#include "tests/functional/oidc_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

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
