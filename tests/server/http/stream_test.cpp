// Streamed answers: pieces as chunks, ends that can be told from breaks, deadlines on both sides.

#include "server/telemetry/log.h"
#include "tests/server/http/test_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>

namespace chaffinch::http::test {
namespace {

using std::chrono::milliseconds;

/// Gives the pieces one after the other.
class Pieces {
  public:
    explicit Pieces(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}

    boost::asio::awaitable<std::optional<std::string>> next() {
        if (given_ == pieces_.size()) co_return std::nullopt;
        co_return pieces_[given_++];
    }

  private:
    std::vector<std::string> pieces_;
    std::size_t given_ = 0;
};

Response streamed(BodySource source) {
    Response response;
    response.content_type = "text/plain";
    response.stream = std::move(source);
    return response;
}

Response of_pieces(std::vector<std::string> pieces) {
    auto state = std::make_shared<Pieces>(std::move(pieces));
    return streamed([state] { return state->next(); });
}

boost::asio::awaitable<Response> three(Request) {
    co_return of_pieces({"one ", "", "two ", std::string(20, 'x')});
}

boost::asio::awaitable<Response> nothing(Request) {
    co_return of_pieces({});
}

boost::asio::awaitable<std::optional<std::string>> just(std::string piece) {
    co_return piece;
}

boost::asio::awaitable<std::optional<std::string>> give_up() {
    throw std::runtime_error("the source is dry");
    co_return std::nullopt;
}

boost::asio::awaitable<Response> breaking(Request) {
    auto first = std::make_shared<bool>(true);
    co_return streamed([first]() -> boost::asio::awaitable<std::optional<std::string>> {
        if (std::exchange(*first, false)) return just("half");
        return give_up();
    });
}

boost::asio::awaitable<std::optional<std::string>> silence() {
    co_await runtime::sleep_for(std::chrono::minutes(5));
    co_return std::nullopt;
}

boost::asio::awaitable<Response> silent(Request) {
    co_return streamed([] { return silence(); });
}

std::atomic<int> pieces_given{0};

boost::asio::awaitable<std::optional<std::string>> large_piece() {
    ++pieces_given;
    co_return std::string(60'000, 'x');
}

boost::asio::awaitable<Response> endless(Request) {
    co_return streamed([] { return large_piece(); });
}

std::vector<Route> routes() {
    return {
        {.method = "GET", .pattern = "/", .handler = echo},
        {.method = "GET", .pattern = "/three", .handler = three},
        {.method = "GET", .pattern = "/nothing", .handler = nothing},
        {.method = "GET", .pattern = "/breaking", .handler = breaking},
        {.method = "GET", .pattern = "/silent", .handler = silent},
        {.method = "GET", .pattern = "/endless", .handler = endless},
    };
}

std::string get(const std::string& target, const std::string& fields = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

class Stream : public ::testing::Test {
  protected:
    void SetUp() override { telemetry::set_log_level(telemetry::Level::error); }

    void TearDown() override { telemetry::set_log_level(telemetry::Level::info); }
};

TEST_F(Stream, ComesInChunksAndTheConnectionGoesOn) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/three") + get("/nothing") + get("/", "Connection: close\r\n")));
    const std::string all = client.read_to_end();
    EXPECT_EQ(field_of(all, "Transfer-Encoding"), "chunked");
    EXPECT_EQ(field_of(all.substr(0, all.find("\r\n\r\n") + 4), "Content-Length"), "");
    const std::string body = "\r\n\r\n4\r\none \r\n4\r\ntwo \r\n14\r\n" + std::string(20, 'x') +
                             "\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n";
    EXPECT_NE(all.find(body), std::string::npos) << all;
    EXPECT_NE(all.find("\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"), std::string::npos) << all;
    EXPECT_NE(all.find(R"("path":"/")"), std::string::npos);
}

TEST_F(Stream, EndsWithTheConnectionForReadersOfHttp10) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send("GET /three HTTP/1.0\r\nHost: localhost\r\n\r\n"));
    const std::string answer = client.read_to_end();
    EXPECT_EQ(status_of(answer), 200U);
    EXPECT_EQ(field_of(answer, "Transfer-Encoding"), "");
    EXPECT_EQ(field_of(answer, "Connection"), "close");
    EXPECT_TRUE(answer.ends_with("\r\n\r\none two " + std::string(20, 'x'))) << answer;
}

TEST_F(Stream, HasNoBodyForHead) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send(
        "HEAD /three HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/", "Connection: close\r\n")
    ));
    const std::string all = client.read_to_end();
    EXPECT_EQ(all.find("one "), std::string::npos);
    EXPECT_NE(all.find("\r\n\r\nHTTP/1.1 200 OK\r\n"), std::string::npos) << all;
}

TEST_F(Stream, ThatBreaksHasNoLastChunkAndEndsTheConnection) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/breaking") + get("/")));
    bool closed = false;
    const std::string answer = client.read_to_end(closed);
    EXPECT_TRUE(closed);
    EXPECT_TRUE(answer.ends_with("4\r\nhalf\r\n")) << answer;
}

TEST_F(Stream, OfASilentSourceIsCutOff) {
    Options options;
    options.limits.stream_gap = milliseconds(200);
    TestServer server(routes(), options);
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/silent")));
    bool closed = false;
    const std::string answer = client.read_to_end(closed);
    EXPECT_TRUE(closed);
    EXPECT_EQ(status_of(answer), 200U);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(Stream, DropsAReaderWhoDoesNotRead) {
    Options options;
    options.limits.write = milliseconds(300);
    TestServer server(routes(), options);
    pieces_given = 0;
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/endless")));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (pieces_given == 0 || server.server().connections() > 0) {
        ASSERT_LT(std::chrono::steady_clock::now(), end);
        std::this_thread::sleep_for(milliseconds(10));
    }
    // What the sockets' buffers took; nothing is piled up for a reader who is behind.
    EXPECT_LT(pieces_given, 1'000);
}

TEST_F(Stream, IsCutOffWhenTheServerStops) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/silent")));
    std::this_thread::sleep_for(milliseconds(50));
    server.server().stop(milliseconds(100));
    EXPECT_TRUE(server.wait_stopped(milliseconds(3'000)));
    bool closed = false;
    client.read_to_end(closed);
    EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace chaffinch::http::test
