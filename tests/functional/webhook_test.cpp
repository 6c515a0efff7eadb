// Decisions that reach their site: the real server, and receivers on loopback.

#include "tests/functional/test_server.h"
#include "tests/support/receiver.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <set>

namespace chaffinch::test {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

ServerOptions open_to_loopback() {
    ServerOptions options;
    options.webhooks = {.allow_http = true, .allow_private = true};
    return options;
}

template <class T>
T on_server(TestServer& server, asio::awaitable<T> work) {
    return asio::co_spawn(server.application().io(), std::move(work), asio::use_future).get();
}

webhook::NewEndpoint add_endpoint(TestServer& server, const std::string& url) {
    const Timestamp now = runtime::SystemClock().now();
    auto made = on_server(
        server,
        server.application().webhooks().endpoints().add(SiteId{"demo"}, url, "standard", now)
    );
    EXPECT_TRUE(made) << made.error().detail;
    return *made;
}

bool signed_by(const ReceivedRequest& request, const std::string& secret) {
    const webhook::Secret secrets[] = {*webhook::secret_from_text(secret)};
    const std::string expected = webhook::sign(
        secrets,
        request.headers.at("webhook-id"),
        std::stoll(request.headers.at("webhook-timestamp")),
        request.body
    );
    return request.headers.at("webhook-signature").find(expected) != std::string::npos;
}

TEST(Webhooks, TellTheSiteWhatAModeratorDecided) {
    const Receiver receiver(Receiver::with_status(204));
    TestServer server(open_to_loopback());
    const auto made = add_endpoint(server, receiver.url());
    const Answer posted = server.post_comment("holdme, cheap watches", "c-1");
    const std::string id = posted.text("/id");
    ASSERT_TRUE(receiver.wait_for(1));
    ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
    ASSERT_TRUE(receiver.wait_for(2));
    const auto requests = receiver.requests();
    const auto told = json::parse(requests[1].body);
    EXPECT_EQ(told.at("type").as_string(), "comment.approved");
    EXPECT_EQ(told.at("data").at("comment").as_string(), id);
    EXPECT_EQ(told.at("data").at("external_id").as_string(), "c-1");
    EXPECT_EQ(requests[1].line, "POST /hook HTTP/1.1");
    EXPECT_EQ(requests[1].headers.at("content-type"), "application/json");
    EXPECT_NE(requests[0].headers.at("webhook-id"), requests[1].headers.at("webhook-id"));
    for (const ReceivedRequest& request : requests) {
        EXPECT_TRUE(signed_by(request, made.secret));
        EXPECT_LT(request.body.size(), 20'000U);
        EXPECT_EQ(request.body.find("watches"), std::string::npos) << "no text of the comment";
    }
}

}  // namespace
}  // namespace chaffinch::test
