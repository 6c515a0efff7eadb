// The operator's routes for webhooks.

#include "tests/functional/test_server.h"
#include "tests/support/receiver.h"

#include <gtest/gtest.h>

#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

ServerOptions with_role(Role role) {
    ServerOptions options;
    options.role = role;
    options.webhooks = {.allow_http = true, .allow_private = true};
    options.webhook_parts.dispatcher.poll = 10ms;
    return options;
}

Answer add(TestServer& server, const std::string& url, const std::string& site = "demo") {
    return server.moderator("POST", "/v1/webhooks", json::object{{"site", site}, {"url", url}});
}

TEST(WebhookRoutes, AddListLogReplayRotateAndRemove) {
    const Receiver receiver(Receiver::with_status(410));
    TestServer server(with_role(Role::admin));
    const Answer made = add(server, receiver.url());
    ASSERT_EQ(made.status, 201U) << made.body;
    EXPECT_TRUE(made.text("/secret").starts_with("whsec_"));
    const std::string path = "/v1/webhooks/" + made.text("/webhook/id");
    EXPECT_EQ(add(server, receiver.url()).status, 409U);

    server.post_comment("a friendly remark");
    Answer log;
    for (int i = 0; i < 300; ++i) {
        log = server.moderator("GET", path + "/deliveries?state=dead&limit=5");
        ASSERT_EQ(log.status, 200U) << log.body;
        if (!log.at("/items").as_array().empty()) break;
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(log.text("/items/0/state"), "dead");
    EXPECT_EQ(log.text("/items/0/attempts/0/outcome"), "gone");
    EXPECT_EQ(log.text("/items/0/attempts/0/status"), "410");

    const Answer list = server.moderator("GET", "/v1/webhooks");
    ASSERT_EQ(list.status, 200U);
    EXPECT_EQ(list.text("/items/0/state"), "disabled");
    EXPECT_EQ(list.body.find("whsec_"), std::string::npos) << "a secret is shown once";

    EXPECT_EQ(server.moderator("POST", path + "/enable").status, 204U);
    const std::string delivery = path + "/deliveries/" + log.text("/items/0/id");
    EXPECT_EQ(server.moderator("POST", delivery + "/replay").status, 204U);
    EXPECT_TRUE(receiver.wait_for(2));
    EXPECT_EQ(server.moderator("POST", path + "/deliveries/msg_x/replay").status, 404U);

    const Answer rotated = server.moderator("POST", path + "/secret");
    ASSERT_EQ(rotated.status, 200U);
    EXPECT_NE(rotated.text("/secret"), made.text("/secret"));
    EXPECT_EQ(server.moderator("DELETE", path).status, 204U);
    EXPECT_EQ(server.moderator("DELETE", path).status, 404U);
    EXPECT_EQ(server.moderator("GET", path + "/deliveries").status, 404U);
}

TEST(WebhookRoutes, AreForAdminsAndOperatorsOnly) {
    for (const Role role : {Role::viewer, Role::moderator}) {
        TestServer server(with_role(role));
        EXPECT_EQ(server.moderator("GET", "/v1/webhooks").status, 403U);
        EXPECT_EQ(add(server, "http://127.0.0.1:9/").status, 403U);
        EXPECT_EQ(server.moderator("DELETE", "/v1/webhooks/whe_1").status, 403U);
        EXPECT_EQ(server.moderator("POST", "/v1/webhooks/whe_1/secret").status, 403U);
        EXPECT_EQ(server.moderator("POST", "/v1/webhooks/whe_1/enable").status, 403U);
        EXPECT_EQ(server.moderator("GET", "/v1/webhooks/whe_1/deliveries").status, 403U);
        EXPECT_EQ(
            server.moderator("POST", "/v1/webhooks/whe_1/deliveries/msg_1/replay").status, 403U
        );
        EXPECT_EQ(server.site("GET", "/v1/webhooks").status, 401U) << "a site key is no operator";
    }
}

TEST(WebhookRoutes, NameWhatIsWrong) {
    ServerOptions options = with_role(Role::op);
    options.webhooks = {};
    TestServer server(options);

    const struct {
        const char* url;
        const char* words;
    } cases[] = {
        {"http://example.com/", "https://"},
        {"https://127.0.0.1/", "public host"},
        {"https://example.com:22/", "443 or 8443"},
        {"https://user@example.com/", "password"},
    };

    for (const auto& wrong : cases) {
        SCOPED_TRACE(wrong.url);
        const Answer answer = add(server, wrong.url);
        EXPECT_EQ(answer.status, 422U);
        EXPECT_EQ(answer.text("/errors/0/pointer"), "/url");
        EXPECT_NE(answer.text("/errors/0/message").find(wrong.words), std::string::npos);
    }
    EXPECT_EQ(add(server, "https://example.com/", "nowhere").status, 404U);
    EXPECT_EQ(
        server.moderator("POST", "/v1/webhooks", json::object{{"site", "demo"}}).status, 422U
    );
    const Answer made = add(server, "https://example.com/hook");
    ASSERT_EQ(made.status, 201U) << made.body;
    const std::string log = "/v1/webhooks/" + made.text("/webhook/id") + "/deliveries";
    EXPECT_EQ(server.moderator("GET", log + "?state=lost").status, 422U);
    EXPECT_EQ(server.moderator("GET", log + "?limit=0").status, 422U);
}

}  // namespace
}  // namespace chaffinch::test
