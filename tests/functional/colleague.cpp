// Making the account in the store, and logging in over HTTP.

#include "tests/functional/colleague.h"

#include "server/app/accounts.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <utility>

namespace chaffinch::test {

namespace json = boost::json;

namespace {

constexpr const char* password = "another password for tests";

}  // namespace

Colleague::Colleague(
    TestServer& server, const std::string& login, Role role, std::vector<SiteId> sites
)
    : server_(server) {
    Moderator moderator{.login = login, .role = role, .sites = std::move(sites)};
    moderator.created_at = runtime::SystemClock().now();
    const auth::HashCost least{
        .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
    };
    app::Application& application = server.application();
    const auto made =
        boost::asio::co_spawn(
            application.io(),
            app::make_moderator(application.store(), std::move(moderator), password, least),
            boost::asio::use_future
        )
            .get();
    EXPECT_TRUE(made) << (made ? "" : made.error().detail);
    const Answer answer = server.send(
        "POST",
        "/v1/session",
        {{"Content-Type", "application/json"}},
        json::serialize(json::object{{"login", login}, {"password", password}})
    );
    EXPECT_EQ(answer.status, 200U) << answer.body;
    const std::string set = answer.header("set-cookie");
    cookie_ = set.substr(0, set.find(';'));
    csrf_token_ = answer.text("/csrf_token");
}

Answer Colleague::call(
    const std::string& method, const std::string& target, const json::value& body
) {
    Headers headers{{"Cookie", cookie_}, {"X-CSRF-Token", csrf_token_}};
    if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
    return server_.send(method, target, headers, body.is_null() ? "" : json::serialize(body));
}

}  // namespace chaffinch::test
