// One connection against the real server: what is answered, what is kept alive, what is closed.

#include "tests/server/http/test_server.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace chaffinch::http::test {
namespace {

boost::asio::awaitable<Response> fail(Request) {
    throw std::runtime_error("the secret is 42");
    co_return Response{};
}

boost::asio::awaitable<Response> split_response(Request request) {
    Response response;
    response.headers.emplace_back("X-Reflected", request.query_value("v").value_or(""));
    co_return response;
}

boost::asio::awaitable<Response> page(Request) {
    Response response;
    response.content_type = "text/html; charset=utf-8";
    response.headers.emplace_back("content-security-policy", "default-src 'self'");
    response.headers.emplace_back("Cache-Control", "max-age=60");
    co_return response;
}

boost::asio::awaitable<Response> big(Request) {
    Response response;
    response.body.assign(3'000'000, 'x');
    co_return response;
}

std::vector<Route> routes() {
    return {
        {.method = "GET", .pattern = "/", .handler = echo},
        {.method = "POST", .pattern = "/", .body_limit = 64 * 1024, .handler = echo},
        {.method = "GET", .pattern = "/things/{id}", .handler = echo},
        {.method = "GET", .pattern = "/fail", .handler = fail},
        {.method = "GET", .pattern = "/split", .handler = split_response},
        {.method = "GET", .pattern = "/page", .handler = page},
        {.method = "GET", .pattern = "/big", .handler = big},
        {.method = "GET", .pattern = "/slow", .handler = slow(std::chrono::milliseconds(300))},
    };
}

std::string get(std::string_view target, std::string_view fields = "") {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) +
           "\r\n";
}

std::string post(std::string_view body, std::string_view fields = "") {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

TEST(Session, AnswersSeveralRequestsOnOneConnection) {
    TestServer server(routes());
    RawClient client(server.port());
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(client.send(get("/")));
        const std::string answer = client.read_answer();
        EXPECT_EQ(status_of(answer), 200U);
        EXPECT_EQ(field_of(answer, "Connection"), "");
        ASSERT_TRUE(client.send(post("hello")));
        EXPECT_EQ(boost::json::parse(body_of(client.read_answer())).at("body"), "hello");
    }
}

TEST(Session, AnswersPipelinedRequestsInOrder) {
    TestServer server(routes());
    RawClient client(server.port());
    std::string requests;
    for (int i = 0; i < 20; ++i) requests += post("body " + std::to_string(i));
    ASSERT_TRUE(client.send(requests));
    for (int i = 0; i < 20; ++i) {
        const auto body = boost::json::parse(body_of(client.read_answer()));
        EXPECT_EQ(body.at("body").as_string(), "body " + std::to_string(i));
    }
}

TEST(Session, TellsHeadWithoutABody) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const std::string answer = client.read_answer(/*without_body=*/true);
    EXPECT_EQ(status_of(answer), 200U);
    EXPECT_NE(field_of(answer, "Content-Length"), "0");
    ASSERT_TRUE(client.send(get("/")));
    EXPECT_EQ(status_of(client.read_answer()), 200U) << "the connection goes on in step";
    ASSERT_TRUE(client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\n\r\n"));
    const std::string refusal = client.read_to_end();
    EXPECT_EQ(status_of(refusal), 417U);
    EXPECT_EQ(body_of(refusal), "") << "not even a refusal";
}

TEST(Session, CarriesSecurityFieldsAndAnIdOnEveryAnswer) {
    TestServer server(routes());
    const std::vector<std::string> requests{
        get("/"),
        get("/nothing"),
        "POST /fail HTTP/1.1\r\nHost: localhost\r\n\r\n",
        get("/fail"),
        "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "rubbish\r\n\r\n"
    };
    std::string last_id;
    for (const std::string& request : requests) {
        SCOPED_TRACE(request);
        RawClient client(server.port());
        ASSERT_TRUE(client.send(request));
        const std::string answer = client.read_answer();
        EXPECT_EQ(field_of(answer, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(
            field_of(answer, "Content-Security-Policy"),
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        );
        EXPECT_EQ(field_of(answer, "Cache-Control"), "no-store");
        EXPECT_EQ(field_of(answer, "Server"), "") << "no banner";
        const std::string id = field_of(answer, "X-Request-Id");
        EXPECT_EQ(id.size(), 30U);
        EXPECT_NE(id, last_id);
        last_id = id;
    }
}

TEST(Session, SpeaksOfTlsOnlyBehindIt) {
    for (const bool behind_tls : {false, true}) {
        Options options;
        options.behind_tls = behind_tls;
        TestServer server(routes(), options);
        RawClient client(server.port());
        ASSERT_TRUE(client.send(get("/")));
        EXPECT_EQ(
            field_of(client.read_answer(), "Strict-Transport-Security"),
            behind_tls ? "max-age=63072000" : ""
        );
    }
}

TEST(Session, LeavesAPageItsOwnPolicy) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/page")));
    const std::string answer = client.read_answer();
    EXPECT_EQ(field_of(answer, "Content-Security-Policy"), "default-src 'self'");
    EXPECT_EQ(answer.find("sandbox"), std::string::npos);
    EXPECT_EQ(field_of(answer, "Cache-Control"), "max-age=60");
}

TEST(Session, HidesWhatAHandlerThrew) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/fail")));
    const std::string answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 500U);
    EXPECT_EQ(field_of(answer, "Content-Type"), "application/problem+json");
    EXPECT_EQ(answer.find("secret"), std::string::npos);
    const auto body = boost::json::parse(body_of(answer));
    EXPECT_EQ(body.at("request_id").as_string(), field_of(answer, "X-Request-Id"));
    ASSERT_TRUE(client.send(get("/")));
    EXPECT_EQ(status_of(client.read_answer()), 200U) << "one fault ends one request";
}

TEST(Session, LetsARoomAboveNameItsExceptions) {
    Options options;
    options.map_exception = [](const std::exception_ptr&, std::string_view id) {
        return std::optional(problem(Error{Errc::storage_unavailable, "The store is away."}, id));
    };
    TestServer server(routes(), options);
    RawClient client(server.port());
    ASSERT_TRUE(client.send(get("/fail")));
    const std::string answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 503U);
    EXPECT_EQ(field_of(answer, "Retry-After"), "5");
}

TEST(Session, RefusesToSplitItsAnswer) {
    TestServer server(routes());
    for (const char* value : {"a%0d%0aSet-Cookie:x=1", "a%0ab", "a%0db", "a%7fb", "%01"}) {
        SCOPED_TRACE(value);
        RawClient client(server.port());
        ASSERT_TRUE(client.send(get("/split?v=" + std::string(value))));
        const std::string answer = client.read_answer();
        EXPECT_EQ(status_of(answer), 500U);
        EXPECT_EQ(field_of(answer, "Set-Cookie"), "");
    }
}

TEST(Session, SaysWhichMethodsAPathHas) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    std::string answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 405U);
    EXPECT_EQ(field_of(answer, "Allow"), "GET, HEAD, POST, OPTIONS");
    ASSERT_TRUE(client.send("OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 204U);
    EXPECT_EQ(field_of(answer, "Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(field_of(answer, "Content-Length"), "");
    ASSERT_TRUE(client.send(get("/nothing")));
    EXPECT_EQ(status_of(client.read_answer()), 404U);
}

TEST(Session, InvitesABodyThatWaitsForIt) {
    TestServer server(routes());
    RawClient client(server.port());
    const std::string request = post("hello", "Expect: 100-continue\r\n");
    const std::size_t body = request.size() - 5;
    ASSERT_TRUE(client.send(request.substr(0, body)));
    EXPECT_EQ(status_of(client.read_answer(/*without_body=*/true)), 100U);
    ASSERT_TRUE(client.send(request.substr(body)));
    EXPECT_EQ(status_of(client.read_answer()), 200U);
    ASSERT_TRUE(client.send(request));
    EXPECT_EQ(status_of(client.read_answer()), 200U) << "no invitation for a body that is here";
}

TEST(Session, RefusesALargeBodyBeforeReadingIt) {
    TestServer server(routes());
    RawClient client(server.port());
    ASSERT_TRUE(
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                    "65537\r\n\r\n")
    );
    bool closed = false;
    EXPECT_EQ(status_of(client.read_to_end(closed)), 413U);
    EXPECT_TRUE(closed);
}

TEST(Session, TakesBodiesUpToTheLimitExactly) {
    TestServer server(routes());
    for (const std::size_t size : {65'535U, 65'536U, 65'537U}) {
        SCOPED_TRACE(size);
        RawClient client(server.port());
        ASSERT_TRUE(client.send(post(std::string(size, 'b'))));
        const std::string answer = client.read_answer();
        EXPECT_EQ(status_of(answer), size <= 65'536 ? 200U : 413U);
        if (size > 65'536) continue;
        EXPECT_EQ(boost::json::parse(body_of(answer)).at("body").as_string().size(), size);
    }
}

TEST(Session, SendsLargeAnswersWhole) {
    TestServer server(routes());
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(get("/big")));
        EXPECT_EQ(body_of(client.read_answer()).size(), 3'000'000U);
    }
}

TEST(Session, ClosesWhenAskedAndAfterHttp10) {
    TestServer server(routes());
    for (const std::string& request :
         {get("/", "Connection: close\r\n"),
          std::string("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")}) {
        SCOPED_TRACE(request);
        RawClient client(server.port());
        ASSERT_TRUE(client.send(request));
        bool closed = false;
        const std::string answer = client.read_to_end(closed);
        EXPECT_TRUE(closed);
        EXPECT_EQ(field_of(answer, "Connection"), "close");
    }
}

TEST(Session, EndsAfterItsShareOfRequests) {
    Options options;
    options.limits.requests_per_connection = 3;
    TestServer server(routes(), options);
    RawClient client(server.port());
    for (int i = 0; i < 5; ++i) client.send(get("/"));
    EXPECT_EQ(statuses_of(client.read_to_end()).size(), 3U);
}

TEST(Session, CountsByRoutePatternNotByPath) {
    TestServer server(routes());
    RawClient client(server.port());
    for (const char* path : {"/things/1", "/things/2", "/nothing/../x", "/nowhere"}) {
        client.send(get(path));
        client.read_answer();
    }
    const std::string text = server.metrics().scrape();
    EXPECT_NE(
        text.find(R"(chaffinch_http_requests_total{route="/things/{id}",status="2xx"} 2)"),
        std::string::npos
    ) << text;
    EXPECT_EQ(text.find("nowhere"), std::string::npos);
    EXPECT_NE(text.find(R"(chaffinch_http_refused_total{why="target"} 1)"), std::string::npos);
}

}  // namespace
}  // namespace chaffinch::http::test
