// Slow clients, too many clients, late handlers, and the end: nothing waits without a bound.

#include "server/runtime/offload.h"
#include "server/telemetry/log.h"
#include "tests/server/http/test_server.h"

#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <string>
#include <vector>

namespace chaffinch::http::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const std::string get_root = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const std::string get_slow = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";

boost::asio::thread_pool& deaf_pool() {
    static boost::asio::thread_pool pool(2);
    return pool;
}

/// Work on another thread cannot be cancelled.
boost::asio::awaitable<Response> deaf(Request) {
    auto work = [] { std::this_thread::sleep_for(milliseconds(1'500)); };
    co_await runtime::offload(deaf_pool(), work);
    co_return Response{};
}

boost::asio::awaitable<Response> page_of_60k(Request) {
    Response response;
    response.body.assign(60'000, 'x');
    co_return response;
}

std::vector<Route> routes(milliseconds slowness = milliseconds(300)) {
    return {
        {.method = "GET", .pattern = "/", .handler = echo},
        {.method = "POST", .pattern = "/", .body_limit = 1'000'000, .handler = echo},
        {.method = "GET", .pattern = "/slow", .handler = slow(slowness)},
        {.method = "GET", .pattern = "/deaf", .handler = deaf},
        {.method = "GET", .pattern = "/page", .handler = page_of_60k},
    };
}

milliseconds since(steady_clock::time_point start) {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

/// Deadlines may end one sweep late; the rest is for a machine that has other work.
void expect_about(milliseconds taken, milliseconds deadline) {
    EXPECT_GE(taken, deadline - milliseconds(5));
    EXPECT_LE(taken, deadline + milliseconds(500));
}

/// Sends `head`, then a byte each 10 ms for half a second; gives the answer and when it came.
std::pair<std::string, milliseconds> trickle(const TestServer& server, std::string_view head) {
    RawClient client(server.port());
    client.send(head);
    const auto start = steady_clock::now();
    auto answer = std::async(std::launch::async, [&client, start] {
        std::string text = client.read_answer();
        return std::pair(std::move(text), since(start));
    });
    for (int i = 0; i < 50 && client.send("b"); ++i) std::this_thread::sleep_for(milliseconds(10));
    return answer.get();
}

TEST(Deadlines, EndAHeaderThatTrickles) {
    Options options;
    options.limits.header = milliseconds(300);
    const TestServer server(routes(), options);
    const auto [answer, taken] = trickle(server, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Filler: ");
    EXPECT_EQ(status_of(answer), 408U);
    expect_about(taken, milliseconds(300));
}

TEST(Deadlines, EndABodyThatTrickles) {
    Options options;
    options.limits.body = milliseconds(300);
    const TestServer server(routes(), options);
    const auto [answer, taken] =
        trickle(server, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
    EXPECT_EQ(status_of(answer), 408U);
    expect_about(taken, milliseconds(300));
}

TEST(Deadlines, EndSilenceWithoutAWord) {
    Options options;
    options.limits.header = milliseconds(200);
    options.limits.idle = milliseconds(400);
    TestServer server(routes(), options);
    for (const bool asked : {false, true}) {
        SCOPED_TRACE(asked);
        RawClient client(server.port());
        if (asked) {
            ASSERT_TRUE(client.send(get_root));
            ASSERT_EQ(status_of(client.read_answer()), 200U);
        }
        const auto start = steady_clock::now();
        bool closed = false;
        EXPECT_EQ(client.read_to_end(closed), "");
        EXPECT_TRUE(closed);
        expect_about(since(start), milliseconds(asked ? 400 : 200));
    }
}

TEST(Deadlines, EndAClientThatDoesNotRead) {
    Options options;
    options.limits.write = milliseconds(300);
    TestServer server(routes(), options);
    RawClient client(server.port(), milliseconds(100));
    std::string many;
    for (int i = 0; i < 900; ++i) many += "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(many);
    const auto start = steady_clock::now();
    while (server.server().connections() == 0) std::this_thread::sleep_for(milliseconds(1));
    while (server.server().connections() > 0 && since(start) < std::chrono::seconds(5)) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    EXPECT_EQ(server.server().connections(), 0U);
    expect_about(since(start), milliseconds(300));
}

TEST(Deadlines, CancelALateHandlerAndGoOn) {
    Options options;
    options.limits.handler = milliseconds(150);
    TestServer server(routes(std::chrono::seconds(10)), options);
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        const auto start = steady_clock::now();
        ASSERT_TRUE(client.send(get_slow));
        const std::string answer = client.read_answer();
        expect_about(since(start), milliseconds(150));
        EXPECT_EQ(status_of(answer), 503U);
        EXPECT_EQ(field_of(answer, "Retry-After"), "1");
        ASSERT_TRUE(client.send(get_root));
        EXPECT_EQ(status_of(client.read_answer()), 200U) << "the connection is as good as before";
    }
}

TEST(Deadlines, LetNoConnectionLiveForEver) {
    Options options;
    options.limits.connection = milliseconds(200);
    const TestServer server(routes(), options);
    RawClient client(server.port());
    const auto start = steady_clock::now();
    std::string answer;
    while (client.send(get_root)) {
        std::string next = client.read_answer();
        if (next.empty()) break;
        answer = std::move(next);
        std::this_thread::sleep_for(milliseconds(5));
        ASSERT_LT(since(start), std::chrono::seconds(5));
    }
    EXPECT_GE(since(start), milliseconds(195));
    EXPECT_EQ(status_of(answer), 200U);
    EXPECT_EQ(field_of(answer, "Connection"), "close") << "the last answer says so";
}

std::atomic<int> lag_lines{0};

TEST(Deadlines, TellWhenAHandlerHeldUpTheLoop) {
    telemetry::set_log_sink([](std::string_view line) {
        if (line.find("event_loop_lag") != std::string_view::npos) ++lag_lines;
    });
    std::vector<Route> table{{.method = "GET", .pattern = "/", .handler = [](Request request) {
                                  std::this_thread::sleep_for(milliseconds(600));
                                  return echo(std::move(request));
                              }}};
    {
        TestServer server(std::move(table), {}, /*threads=*/1);
        RawClient client(server.port());
        ASSERT_TRUE(client.send(get_root));
        EXPECT_EQ(status_of(client.read_answer()), 200U);
        std::this_thread::sleep_for(milliseconds(150));
    }
    telemetry::set_log_sink(nullptr);
    EXPECT_GE(lag_lines, 1);
}

TEST(Deadlines, LeaveAHandlerThatIgnoresThem) {
    Options options;
    options.limits.handler = milliseconds(150);
    TestServer server(routes(), options);
    RawClient client(server.port());
    const auto start = steady_clock::now();
    ASSERT_TRUE(client.send("GET /deaf HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    bool closed = false;
    EXPECT_EQ(client.read_to_end(closed), "");
    EXPECT_TRUE(closed);
    expect_about(since(start), milliseconds(300));
}

TEST(Overload, AnswersWhatItCannotServeAtOnce) {
    Options options;
    options.limits.requests_in_flight = 4;
    TestServer server(routes(milliseconds(500)), options);
    std::vector<RawClient> clients;
    for (int i = 0; i < 20; ++i) clients.emplace_back(server.port());
    const auto start = steady_clock::now();
    for (RawClient& client : clients) ASSERT_TRUE(client.send(get_slow));
    std::vector<std::future<std::pair<std::string, milliseconds>>> answers;
    for (RawClient& client : clients) {
        answers.push_back(std::async(std::launch::async, [&client, start] {
            std::string answer = client.read_answer();
            return std::pair(std::move(answer), since(start));
        }));
    }
    int served = 0;
    int refused = 0;
    for (auto& waiting : answers) {
        const auto [answer, taken] = waiting.get();
        if (status_of(answer) == 200) {
            ++served;
            continue;
        }
        EXPECT_EQ(status_of(answer), 503U);
        EXPECT_EQ(field_of(answer, "Retry-After"), "1");
        EXPECT_LT(taken, milliseconds(450)) << "a refusal does not wait for the served";
        ++refused;
    }
    EXPECT_EQ(served, 4);
    EXPECT_EQ(refused, 16);
    for (RawClient& client : clients) {
        ASSERT_TRUE(client.send(get_root));
        EXPECT_EQ(status_of(client.read_answer()), 200U)
            << "back to normal, on the same connections";
    }
}

TEST(Overload, CapsConnections) {
    for (const bool by_address : {true, false}) {
        SCOPED_TRACE(by_address);
        Options options;
        (by_address ? options.limits.connections_per_address : options.limits.connections) = 3;
        if (!by_address) options.trusted_proxies = {"127.0.0.0/8"};
        TestServer server(routes(), options);
        std::vector<RawClient> clients;
        for (int i = 0; i < 3; ++i) {
            clients.emplace_back(server.port());
            ASSERT_TRUE(clients.back().send(get_root));
            ASSERT_EQ(status_of(clients.back().read_answer()), 200U);
        }
        RawClient fourth(server.port());
        bool closed = false;
        const std::string answer = fourth.read_to_end(closed);
        EXPECT_TRUE(closed);
        EXPECT_EQ(status_of(answer), 503U);
        EXPECT_EQ(statuses_of(answer).size(), 1U);
        EXPECT_EQ(field_of(answer, "Content-Length"), std::to_string(body_of(answer).size()));

        clients.pop_back();
        while (server.server().connections() > 2) std::this_thread::sleep_for(milliseconds(1));
        RawClient next(server.port());
        ASSERT_TRUE(next.send(get_root));
        EXPECT_EQ(status_of(next.read_answer()), 200U);
    }
}

TEST(Overload, ExemptsTrustedProxiesFromTheCapByAddress) {
    Options options;
    options.limits.connections_per_address = 1;
    options.trusted_proxies = {"127.0.0.1"};
    TestServer server(routes(), options);
    std::vector<RawClient> clients;
    for (int i = 0; i < 5; ++i) {
        clients.emplace_back(server.port());
        ASSERT_TRUE(clients.back().send(get_root));
        EXPECT_EQ(status_of(clients.back().read_answer()), 200U);
    }
}

double processor_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

TEST(Overload, WaitsQuietlyForDescriptors) {
#if __has_feature(address_sanitizer)
    // The undefined-behaviour sanitizer looks at memory through a pipe and takes its own want of
    // descriptors for a wrong type.
    GTEST_SKIP() << "the sanitizers need descriptors themselves; the release run has this test";
#endif
    TestServer server(routes());
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = 64;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
    std::vector<int> taken;
    for (int copy = ::dup(0); copy >= 0; copy = ::dup(0)) taken.push_back(copy);
    ASSERT_FALSE(taken.empty());
    ::close(taken.back());  // one for the client; the server has none
    taken.pop_back();
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get_root));

    const double used = processor_seconds();
    std::this_thread::sleep_for(milliseconds(500));
    EXPECT_LT(processor_seconds() - used, 0.1) << "no busy loop";
    EXPECT_EQ(server.server().connections(), 0U);

    for (const int copy : taken) ::close(copy);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    const auto start = steady_clock::now();
    EXPECT_EQ(status_of(client.read_answer()), 200U);
    EXPECT_LT(since(start), std::chrono::seconds(2));
}

TEST(Stopping, LetsRequestsInFlightFinish) {
    TestServer server(routes());
    RawClient idle(server.port());
    ASSERT_TRUE(idle.send(get_root));
    ASSERT_EQ(status_of(idle.read_answer()), 200U);
    RawClient busy(server.port());
    ASSERT_TRUE(busy.send(get_slow));
    std::this_thread::sleep_for(milliseconds(100));

    const auto start = steady_clock::now();
    server.server().stop(std::chrono::seconds(5));
    server.server().stop(std::chrono::seconds(50));
    bool closed = false;
    EXPECT_EQ(idle.read_to_end(closed), "");
    EXPECT_TRUE(closed);
    EXPECT_LT(since(start), milliseconds(150)) << "an idle connection ends at once";
    EXPECT_FALSE(server.server().stopped());
    const std::string answer = busy.read_to_end(closed);
    EXPECT_EQ(status_of(answer), 200U);
    EXPECT_EQ(field_of(answer, "Connection"), "close");
    EXPECT_TRUE(server.wait_stopped(std::chrono::seconds(3)));
    EXPECT_THROW(RawClient late(server.port()), std::system_error);
}

TEST(Stopping, CutsOffWhatOutlastsItsGrace) {
    TestServer server(routes(std::chrono::seconds(4)));
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get_slow));
    std::this_thread::sleep_for(milliseconds(100));
    const auto start = steady_clock::now();
    server.server().stop(milliseconds(200));
    EXPECT_TRUE(server.wait_stopped(std::chrono::seconds(3)));
    EXPECT_GE(since(start), milliseconds(195));
    EXPECT_LT(since(start), std::chrono::seconds(2));
}

TEST(Stopping, LosesNoAnswerUnderLoad) {
    std::atomic<int> handled{0};
    const auto counting = [&handled](const Request&) {
        ++handled;
        return wait_and_answer(milliseconds(2));
    };
    for (int round = 0; round < 5; ++round) {
        handled = 0;
        std::atomic<int> answered{0};
        std::vector<std::jthread> clients;
        std::vector<Route> one{{.method = "GET", .pattern = "/", .handler = counting}};
        TestServer server(std::move(one), {}, /*threads=*/3);
        for (int i = 0; i < 8; ++i) {
            clients.emplace_back([&server, &answered] {
                RawClient client(server.port());
                while (client.send(get_root)) {
                    if (status_of(client.read_answer()) != 200) return;
                    ++answered;
                }
            });
        }
        std::this_thread::sleep_for(milliseconds(60));
        server.server().stop(std::chrono::seconds(5));
        EXPECT_TRUE(server.wait_stopped(std::chrono::seconds(5)));
        clients.clear();
        EXPECT_GT(answered, 0);
        EXPECT_EQ(answered, handled) << "what a handler worked on was answered";
    }
}

TEST(Stopping, IsNoHurryForAServerNeverStarted) {
    boost::asio::io_context io;
    telemetry::Metrics metrics;
    {
        const Server server(io, {}, std::make_shared<const Router>(routes()), metrics);
    }
    io.run();
}

TEST(Server, SaysWhatIsWrongWithItsOptions) {
    boost::asio::io_context io;
    telemetry::Metrics metrics;
    const auto router = std::make_shared<const Router>(routes());
    EXPECT_THROW(Server(io, {.address = "localhost"}, router, metrics), std::invalid_argument);
    EXPECT_THROW(
        Server(io, {.trusted_proxies = {"10.0.0.0/99"}}, router, metrics), std::invalid_argument
    );
    const Server first(io, {}, router, metrics);
    const Options same{.port = first.port()};
    EXPECT_THROW(Server(io, same, router, metrics), boost::system::system_error);
}

}  // namespace
}  // namespace chaffinch::http::test
