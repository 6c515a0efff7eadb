// The stream of events as a browser would read it: what colleagues do, counts, ends.

#include "tests/functional/colleague.h"
#include "tests/functional/test_server.h"
#include "tests/support/raw_client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

/// One open stream; what has come so far is gathered.
class Watcher {
  public:
    Watcher(TestServer& server, const std::string& cookie, const std::string& last_id = "")
        : client_(server.port(), 100ms) {
        const std::string last = last_id.empty() ? "" : "Last-Event-ID: " + last_id + "\r\n";
        client_.send(
            "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + cookie + "\r\n" + last +
            "\r\n"
        );
    }

    /// Whether this comes within ten seconds.
    bool sees(const std::string& wanted) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (seen_.find(wanted) == std::string::npos) {
            if (closed_ || std::chrono::steady_clock::now() > end) return false;
            read();
        }
        return true;
    }

    bool ends() {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!closed_ && std::chrono::steady_clock::now() < end) read();
        return closed_;
    }

    /// A stream that ends in order says so by its last chunk; the connection may stay open.
    bool ends_in_order() { return sees("\r\n0\r\n\r\n"); }

    /// The last id that was sent.
    [[nodiscard]] std::string last_id() const {
        const std::size_t at = seen_.rfind("id: ");
        return seen_.substr(at + 4, seen_.find('\n', at) - at - 4);
    }

    [[nodiscard]] const std::string& seen() const { return seen_; }

  private:
    void read() { seen_ += client_.read_to_end(closed_); }

    RawClient client_;
    std::string seen_{};
    bool closed_ = false;
};

json::object decision_on(const std::string& comment, std::int64_t version) {
    return {
        {"items",
         json::array{
             json::object{{"comment", comment}, {"version", version}, {"judgement", "approve"}}
         }}
    };
}

TEST(Events, TellOfArrivalsClaimsDecisionsAndUndo) {
    TestServer server;
    Colleague bob(server, "bob");
    Watcher ann(server, server.cookie());
    ASSERT_TRUE(ann.sees("event: counts\ndata: {\"total\":0")) << ann.seen();
    EXPECT_NE(ann.seen().find("text/event-stream"), std::string::npos);

    const std::string id = server.post_comment("holdme").text("/id");
    ASSERT_TRUE(ann.sees("event: arrival\ndata: {\"comment\":\"" + id)) << ann.seen();
    ASSERT_TRUE(ann.sees("\"kind\":\"comment.held\""));
    ASSERT_TRUE(ann.sees("event: counts\ndata: {\"total\":1")) << ann.seen();

    bob.call("POST", "/v1/queue/claim", json::object{});
    ASSERT_TRUE(ann.sees("event: claim\n")) << ann.seen();
    ASSERT_TRUE(ann.sees("\"moderator\":\"bob\",\"mine\":false,\"until\":"));
    bob.call("DELETE", "/v1/queue/claims");
    ASSERT_TRUE(ann.sees("event: release\n"));

    const Answer decided = bob.call("POST", "/v1/decisions", decision_on(id, 1));
    ASSERT_TRUE(ann.sees("event: decision\n")) << ann.seen();
    ASSERT_TRUE(ann.sees("\"status\":\"published\""));
    server.moderator("POST", "/v1/decisions/" + decided.text("/decision") + "/undo");
    ASSERT_TRUE(ann.sees("event: undo\n"));
    ASSERT_TRUE(ann.sees("\"moderator\":\"ann\",\"mine\":true"));
}

TEST(Events, AreThoseOfTheCallersSites) {
    TestServer server;
    Colleague stranger(server, "stranger", Role::moderator, {SiteId{"other"}});
    Watcher watcher(server, stranger.cookie());
    ASSERT_TRUE(watcher.sees("event: counts"));
    const std::string foreign = server.post_comment("holdme").text("/id");
    const Answer own = server.send(
        "POST",
        "/v1/comments",
        {{"Authorization", "Bearer " + server.other_site_key()},
         {"Content-Type", "application/json"}},
        json::serialize(submission("holdme"))
    );
    ASSERT_TRUE(watcher.sees(own.text("/id")));
    EXPECT_EQ(watcher.seen().find(foreign), std::string::npos);
    EXPECT_EQ(stranger.call("GET", "/v1/events?site=demo").status, 404U);
    EXPECT_EQ(server.send("GET", "/v1/events", {}).status, 401U);
}

TEST(Events, GoOnBehindTheLastOneOrAskForAResync) {
    TestServer server;
    std::string last;
    {
        Watcher first(server, server.cookie());
        ASSERT_TRUE(first.sees("event: counts"));
        last = first.last_id();
    }
    const std::string missed = server.post_comment("holdme").text("/id");
    Watcher again(server, server.cookie(), last);
    EXPECT_TRUE(again.sees(missed));
    EXPECT_EQ(again.seen().find("resync"), std::string::npos);
    Watcher lost(server, server.cookie(), "another-run-7");
    EXPECT_TRUE(lost.sees("event: resync"));
    EXPECT_EQ(lost.seen().find(missed), std::string::npos);
}

TEST(Events, EndSoonAfterLoggingOut) {
    TestServer server;
    Colleague bob(server, "bob");
    auto whole = std::async(std::launch::async, [&] { return bob.call("GET", "/v1/events"); });
    Watcher watcher(server, bob.cookie());
    ASSERT_TRUE(watcher.sees("event: counts"));
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(bob.call("DELETE", "/v1/session").status, 204U);
    EXPECT_TRUE(watcher.ends_in_order()) << watcher.seen();
    ASSERT_EQ(whole.wait_for(10s), std::future_status::ready);
    EXPECT_EQ(whole.get().status, 200U);
}

TEST(Events, EndWhenTheServerStops) {
    auto server = std::make_unique<TestServer>();
    Watcher watcher(*server, server->cookie());
    ASSERT_TRUE(watcher.sees("event: counts"));
    const auto start = std::chrono::steady_clock::now();
    server.reset();
    EXPECT_TRUE(watcher.ends());
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s) << "the stop waited for the stream";
}

}  // namespace
}  // namespace chaffinch::test
