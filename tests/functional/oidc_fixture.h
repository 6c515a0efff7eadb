// A server whose moderators may log in through a provider: provider, browser and clock are the
// test's.

#pragma once

#include "tests/functional/colleague.h"
#include "tests/functional/test_server.h"
#include "tests/support/test_provider.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace chaffinch::test {

inline const boost::json::object confirm{{"password", "a password for tests"}};

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
        for (const boost::json::value& each : accounts()) {
            if (each.at("login").as_string() == "bea") bea_ = each.at("id").as_string().c_str();
        }
    }

    void wait_until_available() {
        for (int i = 0; i < 500; ++i) {
            const Answer methods = server_->send("GET", "/v1/session/methods", {});
            ASSERT_EQ(methods.status, 200u);
            if (methods.at("/oidc/available").as_bool()) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        FAIL() << "the provider was not reached";
    }

    void start_and_wait(const std::function<void(app::OidcConfig&)>& change = {}) {
        start(change);
        wait_until_available();
    }

    Answer link(const boost::json::object& identity) {
        boost::json::object body = identity;
        body["confirm"] = confirm;
        return server_->moderator("PUT", "/v1/moderators/" + bea_ + "/identity", body);
    }

    boost::json::array accounts() {
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

}  // namespace chaffinch::test
