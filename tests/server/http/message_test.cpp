// Requests looked into, problem answers, heads written, targets and forms decoded.

#include "server/http/message.h"

#include "server/http/response_writer.h"
#include "server/http/target.h"
#include "server/http/utf8.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaffinch::http {
namespace {

TEST(Request, FindsCookiesByWholeName) {
    Request request;
    request.headers = {{"cookie", "a=1; sid=x=y;b=2;  c=; sidx=9"}};
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("sid"), "x=y");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("c"), "");
    EXPECT_EQ(request.cookie("si"), std::nullopt);
    EXPECT_EQ(request.cookie(""), std::nullopt);
}

TEST(Problem, HasAStatusAndATypeForEveryKindOfError) {
    struct Case {
        Errc code;
        unsigned status;
        const char* type;
        const char* retry_after;
    };

    const std::vector<Case> cases{
        {Errc::malformed, 400, "/problems/malformed", ""},
        {Errc::invalid, 422, "/problems/invalid", ""},
        {Errc::unauthenticated, 401, "/problems/unauthenticated", ""},
        {Errc::forbidden, 403, "/problems/forbidden", ""},
        {Errc::not_found, 404, "/problems/not-found", ""},
        {Errc::conflict, 409, "/problems/conflict", ""},
        {Errc::in_flight, 409, "/problems/in-flight", "1"},
        {Errc::key_reused, 422, "/problems/key-reused", ""},
        {Errc::too_large, 413, "/problems/too-large", ""},
        {Errc::rate_limited, 429, "/problems/rate-limited", "1"},
        {Errc::overloaded, 503, "/problems/overloaded", "1"},
        {Errc::storage_unavailable, 503, "/problems/storage-unavailable", "5"},
        {Errc::locked, 503, "/problems/locked", "5"},
        {Errc::unsupported, 400, "/problems/unsupported", ""},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.type);
        const Response response = problem(Error{c.code, "What went wrong."}, "req_1");
        EXPECT_EQ(response.status, c.status);
        EXPECT_EQ(response.content_type, "application/problem+json");
        const auto body = boost::json::parse(response.body).as_object();
        EXPECT_EQ(body.at("type"), c.type);
        EXPECT_EQ(body.at("status"), c.status);
        EXPECT_EQ(body.at("detail"), "What went wrong.");
        EXPECT_EQ(body.at("request_id"), "req_1");
        EXPECT_FALSE(body.at("title").as_string().empty());
        EXPECT_FALSE(body.contains("errors"));
        std::string retry;
        for (const auto& [name, value] : response.headers) {
            if (name == "Retry-After") retry = value;
        }
        EXPECT_EQ(retry, c.retry_after);
    }
}

TEST(Problem, PointsToEveryWrongMember) {
    Error error{Errc::invalid, "Two members are wrong."};
    error.fields = {{"/author/email", "is no address"}, {"/text", "is \"empty\"\n"}};
    const auto body = boost::json::parse(problem(error, "req_1").body);
    ASSERT_EQ(body.at("errors").as_array().size(), 2U);
    EXPECT_EQ(body.at("errors").at(0).at("pointer"), "/author/email");
    EXPECT_EQ(body.at("errors").at(1).at("message"), "is \"empty\"\n");
}

TEST(ResponseWriter, RefusesFieldsThatWouldEndAField) {
    struct Case {
        const char* name;
        std::string value;
        bool good;
    };

    const std::vector<Case> cases{
        {"X-A", "plain", true},
        {"X-A", "", true},
        {"X-A", "caf\xc3\xa9", true},
        {"X-A", "a\r\nb: c", false},
        {"X-A", "a\nb", false},
        {"X-A", "a\rb", false},
        {"X-A", "a\tb", false},
        {"X-A", std::string("a\0b", 3), false},
        {"X-A", "a\x7f", false},
        {"", "a", false},
        {"X A", "a", false},
        {"X:A", "a", false},
        {"X\r\n", "a", false},
        {"X\xc3\xa9", "a", false},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(std::string(c.name) + "=" + c.value);
        std::string out;
        EXPECT_EQ(append_field(out, c.name, c.value), c.good);
        EXPECT_EQ(out.empty(), !c.good);
    }
}

TEST(ResponseWriter, KeepsFramingToItself) {
    for (const char* name :
         {"Content-Length", "content-length", "Transfer-Encoding", "Connection"}) {
        SCOPED_TRACE(name);
        Response response;
        response.headers.emplace_back(name, "1");
        std::string out;
        EXPECT_FALSE(write_head(out, response, {.request_id = "req_1"}));
    }
    Response response;
    std::string out;
    response.status = 100;
    EXPECT_FALSE(write_head(out, response, {.request_id = "req_1"}));
    response.status = 204;
    EXPECT_TRUE(write_head(out, response, {.request_id = "req_1"}));
    EXPECT_EQ(out.find("Content-Length"), std::string::npos) << "RFC 9110, 8.6";
}

TEST(ResponseWriter, DatesAnswersAsTheRfcSays) {
    const std::string_view date = http_date();
    ASSERT_EQ(date.size(), 29U) << date;
    EXPECT_EQ(date.substr(3, 2), ", ");
    EXPECT_EQ(date.substr(25), " GMT");
}

TEST(Target, DecodesOnce) {
    const auto target = parse_target("/a%2520b/c?x=1&y=a+b%2B&z&&=e&x=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->encoded_path, "/a%2520b/c");
    EXPECT_EQ(target->path, "/a%20b/c");
    const std::vector<std::pair<std::string, std::string>> expected{
        {"x", "1"}, {"y", "a b+"}, {"z", ""}, {"", "e"}, {"x", "2"}
    };
    EXPECT_EQ(target->query, expected);
}

TEST(Target, RefusesWhatDoesNotDecode) {
    for (const char* text :
         {"", "a", "*", "/%", "/%1", "/%g0", "/%00", "/?a=%00", "/?%", "/ ", "/\x7f", "/\xc3\xa9"
         }) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(parse_target(text));
    }
}

TEST(Utf8, FollowsTheTableOfUnicode) {
    struct Case {
        std::string text;
        bool good;
    };

    const std::vector<Case> cases{
        {"", true},
        {"plain", true},
        {"\xc2\x80\xdf\xbf", true},
        {"\xe0\xa0\x80\xef\xbf\xbf\xed\x9f\xbf\xee\x80\x80", true},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", true},
        {"\x80", false},
        {"\xc1\xbf", false},
        {"\xe0\x9f\xbf", false},
        {"\xed\xa0\x80", false},
        {"\xf0\x8f\xbf\xbf", false},
        {"\xf4\x90\x80\x80", false},
        {"\xf5\x80\x80\x80", false},
        {"a\xe2\x82", false},
        {"\xe2\x28\xa1", false},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(is_utf8(c.text), c.good);
    }
}

}  // namespace
}  // namespace chaffinch::http
