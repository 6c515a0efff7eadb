// Decisions that reach their site: the real server, and receivers on loopback.

#include "tests/functional/test_server.h"
#include "tests/support/receiver.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace chaffinch::test {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

ServerOptions open_to_loopback() {
    ServerOptions options;
    options.webhooks = {.allow_http = true, .allow_private = true};
    options.webhook_parts.dispatcher.poll = 10ms;
    return options;
}

template <class T>
T on_server(TestServer& server, asio::awaitable<T> work) {
    return asio::co_spawn(server.application().io(), std::move(work), asio::use_future).get();
}

webhook::NewEndpoint add_endpoint(
    TestServer& server, const std::string& url, const std::string& site = "demo"
) {
    const Timestamp now = runtime::SystemClock().now();
    webhook::Endpoints& endpoints = server.application().webhooks().endpoints();
    auto made = on_server(server, endpoints.add(SiteId{site}, url, "standard", now));
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

std::vector<WebhookDelivery> log_of(TestServer& server, const EndpointId& id) {
    return on_server(server, server.application().store().deliveries_of(id, std::nullopt, 100));
}

/// Waits until the newest delivery is in the state.
bool reaches(TestServer& server, const EndpointId& id, DeliveryState state) {
    for (int i = 0; i < 500; ++i) {
        const auto log = log_of(server, id);
        if (!log.empty() && log[0].state == state) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

bool attempts_reach(TestServer& server, const EndpointId& id, int attempts) {
    for (int i = 0; i < 500; ++i) {
        if (log_of(server, id).at(0).attempts >= attempts) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

TEST(Webhooks, TellTheSiteWhatAModeratorDecided) {
    const Receiver receiver(Receiver::with_status(204));
    TestServer server(open_to_loopback());
    const auto made = add_endpoint(server, receiver.url());
    const std::string id = server.post_comment("holdme, cheap watches", "c-1").text("/id");
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
        EXPECT_EQ(request.body.find("Reader"), std::string::npos) << "no name of its author";
    }
}

TEST(Webhooks, AreSignedWithBothSecretsDuringARotation) {
    const Receiver receiver(Receiver::with_status(200));
    TestServer server(open_to_loopback());
    const auto made = add_endpoint(server, receiver.url());
    const auto rotated = on_server(
        server,
        server.application().webhooks().endpoints().rotate(
            made.endpoint.id, runtime::SystemClock().now()
        )
    );
    ASSERT_TRUE(rotated);
    server.post_comment("a friendly remark");
    ASSERT_TRUE(receiver.wait_for(1));
    const ReceivedRequest request = receiver.requests()[0];
    EXPECT_TRUE(signed_by(request, *rotated));
    EXPECT_TRUE(signed_by(request, made.secret));
    ReceivedRequest forged = request;
    forged.body += " ";
    EXPECT_FALSE(signed_by(forged, made.secret));
}

TEST(Webhooks, KeepTheirSecretsOutOfTheDatabase) {
    const TemporaryDirectory directory;
    std::string secret;
    {
        ServerOptions options = open_to_loopback();
        options.data = directory.path() / "data";
        TestServer server(options);
        secret = add_endpoint(server, "http://127.0.0.1:9/").secret;
    }
    const webhook::Secret bytes = *webhook::secret_from_text(secret);
    const std::string raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::string database = read_file(directory.path() / "data" / "chaffinch.db");
    EXPECT_NE(database.find("http://127.0.0.1:9/"), std::string::npos) << "looks at the right file";
    EXPECT_EQ(database.find(secret.substr(6)), std::string::npos);
    EXPECT_EQ(database.find(raw), std::string::npos);
}

TEST(Webhooks, ComeAgainUnderTheSameIdAfterARestart) {
    const TemporaryDirectory directory;
    ServerOptions options = open_to_loopback();
    options.data = directory.path() / "data";
    std::atomic<bool> works{false};
    const Receiver receiver([&works](const ReceivedRequest&, Receiver::Socket& socket) {
        // Before the restart the receiver takes the message and never answers.
        while (!works) std::this_thread::sleep_for(5ms);
        Receiver::reply(socket, 204);
    });
    std::string id;
    {
        TestServer server(options);
        add_endpoint(server, receiver.url());
        id = server.post_comment("holdme please").text("/id");
        ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
        ASSERT_TRUE(receiver.wait_for(1));
    }
    works = true;
    TestServer server(options);
    ASSERT_TRUE(receiver.wait_for(3));
    const auto requests = receiver.requests();
    EXPECT_EQ(requests[0].headers.at("webhook-id"), requests[1].headers.at("webhook-id"));
    EXPECT_EQ(json::parse(requests[1].body).at("type").as_string(), "comment.held");
    EXPECT_EQ(json::parse(requests[2].body).at("type").as_string(), "comment.approved");
}

TEST(Webhooks, KeepTheOrderOfACommentThroughFailures) {
    std::atomic<int> calls{0};
    const Receiver receiver([&calls](const ReceivedRequest&, Receiver::Socket& socket) {
        Receiver::reply(socket, ++calls % 3 == 0 ? 500 : 200);  // a third fails
    });
    ServerOptions options = open_to_loopback();
    runtime::ManualClock clock(runtime::SystemClock().now());
    options.clock = &clock;
    TestServer server(options);
    const auto made = add_endpoint(server, receiver.url());
    constexpr int comments = 12;
    for (int i = 0; i < comments; ++i) {
        const std::string id =
            server.post_comment("holdme number " + std::to_string(i)).text("/id");
        ASSERT_EQ(server.decide(id, 1, "reject", "spam.promotion").status, 200U);
    }
    const auto undelivered = [&] {
        int left = 0;
        for (const WebhookDelivery& one : log_of(server, made.endpoint.id)) {
            left += one.state != DeliveryState::delivered ? 1 : 0;
        }
        return left;
    };
    for (int i = 0; i < 400 && undelivered() > 0; ++i) {
        clock.advance(5min);
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(undelivered(), 0);
    std::map<std::string, std::vector<std::string>> order;
    std::set<std::string> ids;
    for (const ReceivedRequest& request : receiver.requests()) {
        ids.insert(request.headers.at("webhook-id"));
        const auto told = json::parse(request.body);
        auto& kinds = order[told.at("data").at("comment").as_string().c_str()];
        const std::string kind = told.at("type").as_string().c_str();
        if (kinds.empty() || kinds.back() != kind) kinds.push_back(kind);
    }
    EXPECT_EQ(ids.size(), 2U * comments);
    EXPECT_EQ(order.size(), std::size_t{comments});
    const std::vector<std::string> expected{"comment.held", "comment.rejected"};
    for (const auto& [comment, kinds] : order) EXPECT_EQ(kinds, expected) << comment;
}

TEST(Webhooks, AreTriedTenTimesByTheTableThenKeptForReplay) {
    std::atomic<int> status{500};
    const Receiver receiver([&status](const ReceivedRequest&, Receiver::Socket& socket) {
        Receiver::reply(socket, status);
    });
    ServerOptions options = open_to_loopback();
    runtime::ManualClock clock(runtime::SystemClock().now());
    options.clock = &clock;
    TestServer server(options);
    const auto made = add_endpoint(server, receiver.url());
    const EndpointId endpoint = made.endpoint.id;
    server.post_comment("a friendly remark");
    const std::chrono::seconds table[] = {5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
    for (int attempt = 1; attempt <= 10; ++attempt) {
        SCOPED_TRACE(attempt);
        ASSERT_TRUE(attempts_reach(server, endpoint, attempt));
        if (attempt == 10) break;
        const WebhookDelivery tried = log_of(server, endpoint).at(0);
        ASSERT_EQ(tried.state, DeliveryState::due);
        const auto wait = *tried.due_at - clock.now();
        EXPECT_GE(wait, table[attempt - 1] * 8 / 10);
        EXPECT_LE(wait, table[attempt - 1] * 12 / 10);
        clock.advance(std::chrono::duration_cast<std::chrono::milliseconds>(wait));
    }
    ASSERT_TRUE(reaches(server, endpoint, DeliveryState::dead));
    EXPECT_EQ(receiver.requests().size(), 10U);
    clock.advance(48h);
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(receiver.requests().size(), 10U) << "given up";
    EXPECT_NE(
        server.send_admin("/metrics").body.find("chaffinch_webhook_dead_letters 1"),
        std::string::npos
    );
    status = 200;
    const DeliveryId id = log_of(server, endpoint).at(0).id;
    ASSERT_TRUE(
        on_server(server, server.application().store().replay_delivery(id, endpoint, clock.now()))
    );
    ASSERT_TRUE(reaches(server, endpoint, DeliveryState::delivered));
    EXPECT_EQ(receiver.requests().back().headers.at("webhook-id"), id.value);
}

TEST(Webhooks, EndWhereTheReceiverIsGone) {
    const Receiver receiver(Receiver::with_status(410));
    TestServer server(open_to_loopback());
    const auto made = add_endpoint(server, receiver.url());
    server.post_comment("a friendly remark");
    ASSERT_TRUE(reaches(server, made.endpoint.id, DeliveryState::dead));
    server.post_comment("another friendly remark");
    const auto endpoint =
        on_server(server, server.application().store().find_endpoint(made.endpoint.id));
    ASSERT_TRUE(endpoint);
    EXPECT_TRUE(endpoint->disabled);
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(receiver.requests().size(), 1U);
}

/// W5: the others' deliveries take 2 seconds at most while one of ten hangs.
TEST(Webhooks, DoNotWaitForAReceiverThatHangs) {
    const Receiver hanging([](const ReceivedRequest&, Receiver::Socket& socket) {
        boost::system::error_code failed;
        std::array<char, 1> byte{};
        static_cast<void>(socket.read_some(asio::buffer(byte), failed));  // until it hangs up
    });
    std::vector<std::unique_ptr<Receiver>> others;
    TestServer server(open_to_loopback());
    add_endpoint(server, hanging.url());
    for (int i = 0; i < 9; ++i) {
        others.push_back(std::make_unique<Receiver>(Receiver::with_status(200)));
        add_endpoint(server, others.back()->url());
    }
    constexpr std::size_t comments = 20;
    for (std::size_t i = 0; i < comments; ++i) {
        server.post_comment("a friendly remark, number " + std::to_string(i));
    }
    const auto posted = std::chrono::steady_clock::now();
    for (const auto& other : others) EXPECT_TRUE(other->wait_for(comments, 2s));
    EXPECT_LE(std::chrono::steady_clock::now() - posted, 2s);
    EXPECT_LE(hanging.requests().size(), 2U) << "two connections an endpoint";
}

TEST(Webhooks, ReachNothingPrivateUnlessTheOperatorSaysSo) {
    const TemporaryDirectory directory;
    const Receiver receiver(Receiver::with_status(200));
    ServerOptions options = open_to_loopback();
    options.data = directory.path() / "data";
    EndpointId id;
    {
        TestServer server(options);
        id = add_endpoint(server, receiver.url()).endpoint.id;
        server.post_comment("the control");
        ASSERT_TRUE(receiver.wait_for(1)) << "with the guard off it arrives";
        ASSERT_TRUE(reaches(server, id, DeliveryState::delivered));
    }
    options.webhooks = {};
    TestServer server(options);
    server.post_comment("with the guard on");
    ASSERT_TRUE(attempts_reach(server, id, 1));
    EXPECT_EQ(log_of(server, id).at(0).state, DeliveryState::due);
    EXPECT_EQ(receiver.requests().size(), 1U);
}

/// For tests/webhooks/run.sh, which gives them to npm's `standardwebhooks`.
TEST(Webhooks, AreKeptForTheStandardsOwnLibrary) {
    const char* file = std::getenv("CHAFFINCH_DELIVERIES");
    if (file == nullptr) GTEST_SKIP() << "runs as the test `webhooks`";
    const Receiver receiver(Receiver::with_status(204));
    TestServer server(open_to_loopback());
    const auto made = add_endpoint(server, receiver.url());
    const auto rotated = on_server(
        server,
        server.application().webhooks().endpoints().rotate(
            made.endpoint.id, runtime::SystemClock().now()
        )
    );
    ASSERT_TRUE(rotated);
    constexpr std::size_t a_batch = 500;
    constexpr std::size_t deliveries = 2 * a_batch;
    for (std::size_t from = 0; from < deliveries; from += a_batch) {
        json::array comments;
        for (std::size_t i = from; i < from + a_batch; ++i) {
            comments.push_back(submission("holdme, remark number " + std::to_string(i)));
        }
        const json::object batch{{"comments", std::move(comments)}};
        ASSERT_EQ(server.site("POST", "/v1/comments/batch", batch).status, 200U);
    }
    ASSERT_TRUE(receiver.wait_for(deliveries, 90s)) << receiver.requests().size();
    std::ofstream out(file);
    for (const ReceivedRequest& request : receiver.requests()) {
        json::object headers;
        for (const char* name : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
            headers[name] = request.headers.at(name);
        }
        out << json::serialize(json::object{
                   {"body", request.body},
                   {"headers", std::move(headers)},
                   {"secrets", json::array{json::value(*rotated), json::value(made.secret)}},
               })
            << '\n';
    }
}

}  // namespace
}  // namespace chaffinch::test
