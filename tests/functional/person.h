// A person with a browser, and the accounts of others, for tests of accounts.

#pragma once

#include "server/app/accounts.h"
#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <string>
#include <utility>
#include <vector>

namespace chaffinch::test {

inline constexpr const char* password = "a password for tests";
inline const boost::json::object confirm{{"password", password}};

template <class T>
T on_server(TestServer& server, boost::asio::awaitable<T> work) {
    auto& io = server.application().io();
    return boost::asio::co_spawn(io, std::move(work), boost::asio::use_future).get();
}

/// A person with a browser: logs in, keeps the cookie and sends the CSRF token.
class Person {
  public:
    explicit Person(TestServer& server, std::string login)
        : server_(server), login_(std::move(login)) {}

    Answer log_in(const std::string& with = password, const std::string& code = "") {
        boost::json::object body{{"login", login_}, {"password", with}};
        if (!code.empty()) body["code"] = code;
        const Answer answer = server_.send(
            "POST",
            "/v1/session",
            {{"Content-Type", "application/json"}},
            boost::json::serialize(body)
        );
        if (answer.status == 200) {
            const std::string set = answer.header("set-cookie");
            headers_ = {
                {"Cookie", set.substr(0, set.find(';'))},
                {"X-CSRF-Token", answer.text("/csrf_token")},
                {"Content-Type", "application/json"},
            };
        }
        return answer;
    }

    Answer send(
        const std::string& method, const std::string& target, const boost::json::object& body
    ) {
        return server_.send(method, target, headers_, boost::json::serialize(body));
    }

    Answer get(const std::string& target) { return server_.send("GET", target, headers_); }

    Answer remove(const std::string& target) { return server_.send("DELETE", target, headers_); }

    [[nodiscard]] bool is_logged_in() { return get("/v1/session").status == 200; }

  private:
    TestServer& server_;
    std::string login_;
    Headers headers_{};
};

inline void add(
    TestServer& server, const std::string& login, Role role, std::vector<SiteId> sites = {}
) {
    const auth::HashCost cost{
        .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
    };
    Moderator made{
        .login = login,
        .role = role,
        .sites = std::move(sites),
        .created_at = runtime::SystemClock().now()
    };
    auto& store = server.application().store();
    ASSERT_TRUE(on_server(server, app::make_moderator(store, std::move(made), password, cost)));
}

inline std::string id_of(Person& admin, const std::string& login) {
    const boost::json::value items = admin.get("/v1/moderators").at("/items");
    for (const boost::json::value& item : items.as_array()) {
        if (item.at("login").as_string() == login) return item.at("id").as_string().c_str();
    }
    return {};
}

}  // namespace chaffinch::test
