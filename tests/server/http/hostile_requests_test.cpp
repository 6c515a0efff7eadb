// Raw requests that a careful server refuses, against a real one: each whole, in bytes and in
// halves. No request behind a doubtful one is ever seen, and every refusal ends the connection.

#include "server/http/head_parser.h"
#include "tests/server/http/test_server.h"
#include "tests/support/shared_data.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace chaffinch::http::test {
namespace {

using std::chrono::milliseconds;

struct RawRequest {
    std::string id;
    std::string expect;  ///< "reject", "accept:N" or "either"
    std::string bytes;
};

std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) continue;
        bits = (bits << 6U) | static_cast<unsigned>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>((bits >> held) & 0xFFU);
    }
    return out;
}

std::vector<RawRequest> corpus() {
    std::vector<RawRequest> requests;
    const auto path = shared_data("hostile/http1/requests.jsonl");
    if (!path) return requests;
    std::ifstream in(*path);
    for (std::string line; std::getline(in, line);) {
        const auto item = boost::json::parse(line).as_object();
        requests.push_back({
            std::string(item.at("id").as_string()),
            std::string(item.at("expect").as_string()),
            from_base64(item.at("base64").as_string()),
        });
    }
    return requests;
}

/// The two whose body is chunked and sound: this server answers every Transfer-Encoding with 411
/// (front_gate.h says why), which RFC 9110 allows.
const std::set<std::string> refused_by_policy{"ok-post-chunked", "ok-case-te"};

std::atomic<int> smuggled{0};

boost::asio::awaitable<Response> trap(Request) {
    ++smuggled;
    co_return Response{};
}

std::vector<Route> routes() {
    std::vector<Route> table{
        {.method = "GET", .pattern = "/", .body_limit = 1'000, .handler = echo},
        {.method = "POST", .pattern = "/", .body_limit = 64 * 1024, .handler = echo},
    };
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        table.push_back(
            {.method = method, .pattern = "/smuggled", .body_limit = 1'000, .handler = trap}
        );
    }
    return table;
}

Options quick() {
    Options options;
    options.limits.header = milliseconds(400);
    options.limits.body = milliseconds(400);
    options.limits.idle = milliseconds(400);
    options.limits.connections_per_address = 1'000;
    return options;
}

enum class After : unsigned char { wait, finish };

/// Sends `bytes` in pieces that end at `cuts`, and gives all that comes back until the close.
std::string converse(
    const TestServer& server,
    std::string_view bytes,
    const std::set<std::size_t>& cuts,
    After after,
    bool& closed
) {
    RawClient client(server.port(), std::chrono::seconds(10));
    std::size_t from = 0;
    bool open = true;
    for (const std::size_t cut : cuts) {
        if (cut <= from || cut >= bytes.size() || !open) continue;
        open = client.send(bytes.substr(from, cut - from));
        std::this_thread::sleep_for(std::chrono::microseconds(300));
        from = cut;
    }
    if (open) client.send(bytes.substr(from));
    if (after == After::finish) client.finish_sending();
    return client.read_to_end(closed);
}

void check(const RawRequest& request, const std::string& answer, bool closed) {
    EXPECT_TRUE(closed) << "no connection outlives its limits";
    const std::vector<unsigned> statuses = statuses_of(answer);
    const bool policy = refused_by_policy.contains(request.id);
    if (request.expect.starts_with("accept:") && !policy) {
        const auto wanted = static_cast<std::size_t>(request.expect.back() - '0');
        EXPECT_EQ(statuses, std::vector<unsigned>(wanted, 200U));
        return;
    }
    if (policy) {
        EXPECT_EQ(statuses, std::vector<unsigned>{411U});
    }
    if (request.expect == "reject") {
        static const std::set<unsigned> refusals{400, 405, 408, 411, 413, 414, 417, 431, 501, 505};
        EXPECT_LE(statuses.size(), 1U);
        for (const unsigned status : statuses) EXPECT_TRUE(refusals.contains(status)) << status;
    }
    if (statuses.empty() || statuses.back() < 400) return;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
}

/// The control: the trap does count when it is asked by name.
TEST(HostileRequests, WouldBeSeenByTheTrap) {
    const TestServer server(routes(), quick());
    bool closed = false;
    converse(
        server, "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n", {}, After::finish, closed
    );
    EXPECT_EQ(smuggled.exchange(0), 1);
}

TEST(HostileRequests, EndAsTheyShouldWhole) {
    const auto requests = corpus();
    if (requests.empty()) GTEST_SKIP() << "no corpus beside the repository";
    ASSERT_EQ(requests.size(), 134U);
    const TestServer server(routes(), quick());
    for (const RawRequest& request : requests) {
        SCOPED_TRACE(request.id);
        bool closed = false;
        const std::string answer = converse(server, request.bytes, {}, After::wait, closed);
        check(request, answer, closed);
    }
    EXPECT_EQ(smuggled, 0);
}

TEST(HostileRequests, EndAsTheyShouldInPieces) {
    const auto requests = corpus();
    if (requests.empty()) GTEST_SKIP() << "no corpus beside the repository";
    const TestServer server(routes(), quick());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < 8; ++worker) {
        workers.emplace_back([&] {
            for (std::size_t i = next++; i < requests.size(); i = next++) {
                SCOPED_TRACE(requests[i].id);
                const After after = requests[i].expect == "reject" ? After::wait : After::finish;
                std::set<std::size_t> each_byte;
                for (std::size_t cut = 1; cut < 200; ++cut) each_byte.insert(cut);
                std::vector<std::set<std::size_t>> ways{each_byte};
                for (std::size_t cut = 1; cut < 200; cut += 9) ways.push_back({cut + i % 9});
                for (const auto& cuts : ways) {
                    bool closed = false;
                    const std::string answer =
                        converse(server, requests[i].bytes, cuts, after, closed);
                    check(requests[i], answer, closed);
                    if (testing::Test::HasFailure()) return;
                }
            }
        });
    }
    workers.clear();
    EXPECT_EQ(smuggled, 0);
}

/// What a head parser makes of bytes that arrive in pieces ending at `cut` (0: each byte by
/// itself).
std::string parsed(std::string_view bytes, std::size_t cut) {
    Request request;
    HeadParser parser(request);
    std::string buffer;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t end = cut == 0  ? i + 1
                                : i < cut ? std::min(cut, bytes.size())
                                          : bytes.size();
        buffer += bytes.substr(i, end - i);
        i = end;
        std::size_t used = 0;
        const auto progress = parser.feed(buffer, used);
        buffer.erase(0, used);
        if (progress == HeadParser::Progress::refused) return {};
        if (progress == HeadParser::Progress::more) continue;
        std::string all = request.method + " " + request.target + "\n";
        for (const auto& [name, value] : request.headers) all += name + ": " + value + "\n";
        return all + buffer + std::string(bytes.substr(i));
    }
    return {};
}

TEST(HostileRequests, MeanTheSameHoweverTheyAreCut) {
    const auto requests = corpus();
    if (requests.empty()) GTEST_SKIP() << "no corpus beside the repository";
    for (const RawRequest& request : requests) {
        SCOPED_TRACE(request.id);
        const std::string_view bytes = std::string_view(request.bytes).substr(0, 20'000);
        const std::string whole = parsed(bytes, bytes.size());
        EXPECT_EQ(parsed(bytes, 0), whole);
        for (std::size_t cut = 1; cut <= std::min<std::size_t>(200, bytes.size()); ++cut) {
            EXPECT_EQ(parsed(bytes, cut), whole) << "cut at " << cut;
        }
    }
}

/// In Beast 1.81 an endless chunk extension or trailer fills memory; here the head is already
/// enough.
TEST(HostileRequests, EndAnEndlessBodyWithinAFewReads) {
    for (const char* start : {"5;", "1\r\nZ\r\n0\r\nX-T: "}) {
        SCOPED_TRACE(start);
        TestServer server(routes(), quick());
        RawClient client(server.port());
        ASSERT_TRUE(
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        );
        std::size_t sent = 0;
        const std::string piece(1'024, 'a');
        client.send(start);
        while (sent < 1'000'000 && client.send(piece)) {
            sent += piece.size();
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        EXPECT_LE(sent, 64U * 1'024U);
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3);
        while (server.server().connections() > 0 && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(milliseconds(1));
        }
        EXPECT_EQ(server.server().connections(), 0U);
    }
}

}  // namespace
}  // namespace chaffinch::http::test
