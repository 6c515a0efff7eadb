// The front gate as a pure function: bytes of a head in, admitted or a status out.

#include "server/http/front_gate.h"

#include "server/http/head_parser.h"
#include "tests/server/http/test_server.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaffinch::http {
namespace {

const Router& router() {
    static const Router routes(std::vector<Route>{
        {.method = "GET", .pattern = "/", .handler = test::echo},
        {.method = "POST", .pattern = "/", .body_limit = 100, .handler = test::echo},
    });
    return routes;
}

/// 0: admitted; else the status of the refusal, by parser or gate.
unsigned outcome(const std::string& bytes, const std::vector<std::string>& hosts = {}) {
    Request request;
    HeadParser parser(request);
    std::size_t used = 0;
    const auto progress = parser.feed(bytes, used);
    if (progress == HeadParser::Progress::refused) return parser.refusal_status();
    if (progress == HeadParser::Progress::more) return 999;
    const Head head{parser.version(), request, parser.declared_length()};
    const auto passed = pass_front_gate(head, hosts, router());
    const auto* refusal = std::get_if<Refusal>(&passed);
    return refusal != nullptr ? refusal->status : 0;
}

std::string with_fields(std::string_view fields) {
    return "POST / HTTP/1.1\r\n" + std::string(fields) + "\r\n";
}

TEST(FrontGate, JudgesEachRuleByItself) {
    struct Case {
        std::string request;
        unsigned expected;
    };

    const std::string host = "Host: localhost\r\n";
    const std::vector<Case> cases{
        {"GET / HTTP/1.1\r\n" + host + "\r\n", 0},
        {"GET / HTTP/1.0\r\n" + host + "\r\n", 0},
        {"GET / HTTP/1.2\r\n" + host + "\r\n", 505},
        {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
        {"TRACE / HTTP/1.1\r\n" + host + "\r\n", 405},
        {"CONNECT / HTTP/1.1\r\n" + host + "\r\n", 405},
        {"BREW / HTTP/1.1\r\n" + host + "\r\n", 501},
        {"get / HTTP/1.1\r\n" + host + "\r\n", 501},
        {"GET * HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET http://localhost/ HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a#b HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /%00 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a/../b HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a/%2e%2E/b HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a%2f..%2fb HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a..b/... HTTP/1.1\r\n" + host + "\r\n", 0},
        {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /%e9 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /%c3%a9?q=%c3 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /%c3%a9?q=%c3%a9 HTTP/1.1\r\n" + host + "\r\n", 0},
        {"GET /" + std::string(2'047, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 0},
        {"GET /" + std::string(2'048, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
        {with_fields(""), 400},
        {with_fields(host + host), 400},
        {with_fields("Host: \r\n"), 400},
        {with_fields("Host: a b\r\n"), 400},
        {with_fields("Host: user@localhost\r\n"), 400},
        {with_fields("Host: localhost:8o80\r\n"), 400},
        {with_fields("Host: [::1]:8080\r\n"), 0},
        {with_fields("Host: [::1%25eth0]\r\n"), 400},
        {with_fields("Host: [::g]\r\n"), 400},
        {with_fields(host + "Transfer-Encoding: chunked\r\n"), 411},
        {with_fields(host + "Transfer-Encoding: identity\r\n"), 411},
        {with_fields(host + "transfer-encoding:\r\n"), 411},
        {with_fields(host + "Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
        {with_fields(host + "Content-Type: a/b\r\nContent-Type: a/b\r\n"), 400},
        {with_fields(host + "Authorization: x\r\nAuthorization: y\r\n"), 400},
        {with_fields(host + "Cookie: x=1\r\nCookie: y=1\r\n"), 400},
        {with_fields(host + "Origin: null\r\nOrigin: null\r\n"), 400},
        {with_fields(host + "Idempotency-Key: 1\r\nidempotency-key: 1\r\n"), 400},
        {with_fields(host + "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n"), 0},
        {with_fields(host + "Content-Encoding: gzip\r\n"), 415},
        {with_fields(host + "Content-Encoding: identity, gzip\r\n"), 415},
        {with_fields(host + "Upgrade: websocket\r\nConnection: upgrade\r\n"), 0},
        {with_fields(host + "Content-Length: 99\r\n"), 0},
        {with_fields(host + "Content-Length: 100\r\n"), 0},
        {with_fields(host + "Content-Length: 101\r\n"), 413},
        {with_fields(host + "Content-Length: 18446744073709551615\r\n"), 413},
        {"GET / HTTP/1.1\r\n" + host + "Content-Length: 1\r\n\r\n", 413},
        {"PUT / HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\n", 0},
        {with_fields(host + "Expect: 100-Continue\r\n"), 0},
        {with_fields(host + "Expect: miracles\r\n"), 417},
        {with_fields(host + "X: caf\xe9\r\n"), 400},
        {with_fields(host + "X: caf\xc3\xa9\r\n"), 0},
        {with_fields(host + "X: \xed\xa0\x80\r\n"), 400},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.request.substr(0, 120));
        EXPECT_EQ(outcome(c.request), c.expected);
    }
}

TEST(FrontGate, ReportsTheFirstRuleBrokenInItsOrder) {
    const std::vector<std::pair<std::string, unsigned>> broken{
        {"Content-Length: 101\r\nExpect: miracles\r\n", 413},
        {"Content-Encoding: gzip\r\nContent-Length: 101\r\n", 415},
        {"Cookie: a\r\nCookie: b\r\nContent-Encoding: gzip\r\n", 400},
        {"Transfer-Encoding: chunked\r\nCookie: a\r\nCookie: b\r\n", 411},
    };
    for (const auto& [fields, expected] : broken) {
        SCOPED_TRACE(fields);
        EXPECT_EQ(outcome(with_fields("Host: localhost\r\n" + fields)), expected);
        EXPECT_EQ(outcome(with_fields(fields)), 400U) << "the missing Host comes before";
        EXPECT_EQ(outcome("BREW / HTTP/1.1\r\n" + fields + "\r\n"), 501U)
            << "the method before that";
    }
}

TEST(FrontGate, AnswersOnlyForItsOwnHosts) {
    struct Case {
        const char* host;
        unsigned expected;
    };

    const std::vector<std::string> hosts{"comments.example", "localhost:8080", "*.akismet.example"};
    const std::vector<Case> cases{
        {"comments.example", 0},
        {"Comments.EXAMPLE", 0},
        {"comments.example:443", 0},
        {"localhost:8080", 0},
        {"localhost", 421},
        {"localhost:80", 421},
        {"evil-comments.example", 421},
        {"comments.example.", 421},
        {"example", 421},
        {"comments.example.evil", 421},
        {"abc.akismet.example", 0},
        {"ABC.Akismet.Example:8080", 0},
        {"akismet.example", 421},
        {".akismet.example", 421},
        {"a.b.akismet.example", 421},
        {"abc.akismet.example.evil", 421},
        {"abcakismet.example", 421},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.host);
        EXPECT_EQ(outcome(with_fields("Host: " + std::string(c.host) + "\r\n"), hosts), c.expected);
    }
}

TEST(HeadParser, BoundsTheWholeHeadHoweverItArrives) {
    for (const std::size_t piece : {1U, 7U, 1'000U, 100'000U}) {
        for (const int extra : {-1, 0, 1}) {
            SCOPED_TRACE(testing::Message() << "pieces of " << piece << ", limit " << extra);
            std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
            while (head.size() < max_header - 300)
                head += "X-Filler: " + std::string(200, 'a') + "\r\n";
            const std::size_t wanted =
                static_cast<std::size_t>(static_cast<long>(max_header) + extra);
            head += "X: " + std::string(wanted - head.size() - 7, 'b') + "\r\n\r\n";
            ASSERT_EQ(head.size(), wanted);

            Request request;
            HeadParser parser(request);
            std::string buffer;
            auto progress = HeadParser::Progress::more;
            for (std::size_t i = 0; i < head.size() && progress == HeadParser::Progress::more;
                 i += piece) {
                buffer += head.substr(i, piece);
                std::size_t used = 0;
                progress = parser.feed(buffer, used);
                buffer.erase(0, used);
            }
            EXPECT_EQ(progress == HeadParser::Progress::done, extra <= 0);
            if (extra > 0) {
                EXPECT_EQ(parser.refusal_status(), 431U);
            }
        }
    }
}

TEST(HeadParser, CountsFields) {
    for (const std::size_t fields : {63U, 64U, 65U}) {
        SCOPED_TRACE(fields);
        std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
        for (std::size_t i = 1; i < fields; ++i) head += "X: y\r\n";
        EXPECT_EQ(outcome(head + "\r\n"), fields <= 64 ? 0U : 431U);
    }
}

TEST(HeadParser, LeavesWhatFollowsTheHead) {
    const std::string bytes =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n";
    Request request;
    HeadParser parser(request);
    std::size_t used = 0;
    ASSERT_EQ(parser.feed(bytes, used), HeadParser::Progress::done);
    EXPECT_EQ(bytes.substr(used), "helloGET / HTTP/1.1\r\n");
    EXPECT_EQ(parser.declared_length(), 5U);
    EXPECT_EQ(request.header("content-length"), "5");
}

}  // namespace
}  // namespace chaffinch::http
