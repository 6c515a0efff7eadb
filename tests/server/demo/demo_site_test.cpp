// The demonstration site against a moderation service played by the test.

#include "server/demo/demo_site.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::demo {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

constexpr Timestamp noon{std::chrono::milliseconds(1'767'268'800'000)};

/// Answers by path and keeps what it was asked.
struct Service {
    std::vector<http::Request> asked{};
    http::Response comments{.body = R"({"items":[]})"};
    http::Response submitted{.status = 201, .body = R"({"id":"cmt_1","outcome":"hold"})"};
    http::Response standing{.status = 404, .body = "{}"};

    http::Response answer(const http::Request& request) {
        asked.push_back(request);
        if (request.method == "POST") return submitted;
        return request.path.ends_with("/comments") ? comments : standing;
    }
};

asio::awaitable<http::Response> ready(http::Response response) {
    co_return response;
}

class DemoSiteTest : public testing::Test {
  protected:
    http::Response get(const std::string& pattern, const std::string& yours = "") {
        http::Request request;
        request.method = "GET";
        if (!yours.empty()) request.query = {{"yours", yours}};
        return send(pattern, std::move(request));
    }

    http::Response post(const std::string& form) {
        http::Request request;
        request.method = "POST";
        request.body = form;
        request.client_address = "203.0.113.9";
        return send("/comments", std::move(request));
    }

    Service service_{};

  private:
    http::Response send(const std::string& pattern, http::Request request) {
        DemoSite site{
            .api = [this](http::Request asked) { return ready(service_.answer(asked)); },
            .site_key = "mk_test",
            .url = "http://localhost:8081/",
            .queue_url = "http://localhost:8080/console/queue",
            .now = [] { return noon; },
            .new_key = [] { return std::string("feedfacefeedface"); },
        };
        const auto routes = demo_routes(std::move(site));
        const auto route = std::ranges::find_if(routes, [&](const http::Route& candidate) {
            return candidate.method == request.method && candidate.pattern == pattern;
        });
        EXPECT_NE(route, routes.end()) << pattern;
        asio::io_context io;
        auto answer = asio::co_spawn(io, route->handler(std::move(request)), asio::use_future);
        io.run();
        return answer.get();
    }
};

const std::string good_form =
    "name=Ann&email=&website=&text=Thank+you&subject=&once=0123456789abcdef&opened=1767268790000";

std::string header(const http::Response& response, std::string_view name) {
    const auto found =
        std::ranges::find(response.headers, name, &std::pair<std::string, std::string>::first);
    return found == response.headers.end() ? "" : found->second;
}

TEST_F(DemoSiteTest, AnArticleWithoutCommentsInvitesTheFirst) {
    const auto page = get("/");
    EXPECT_EQ(page.status, 200U);
    EXPECT_THAT(page.body, HasSubstr("0 comments: write the first"));
    EXPECT_THAT(page.body, HasSubstr("Botox Injections for Chronic Pain"));
    EXPECT_THAT(page.body, HasSubstr("value=\"feedfacefeedface\""));
    EXPECT_THAT(page.body, Not(HasSubstr("{{")));
    ASSERT_EQ(service_.asked.size(), 1U);
    EXPECT_EQ(service_.asked[0].path, "/v1/articles/botox-for-chronic-pain/comments");
    EXPECT_EQ(service_.asked[0].headers.at(0).second, "Bearer mk_test");
}

TEST_F(DemoSiteTest, AnArticleThatWasNeverAnnouncedHasNoComments) {
    service_.comments = {.status = 404, .body = "{}"};
    EXPECT_THAT(get("/").body, HasSubstr("0 comments: write the first"));
}

TEST_F(DemoSiteTest, PublishedCommentsAreTextWhateverTheyHold) {
    service_.comments.body = json::serialize(json::object{
        {"items",
         {{{"id", "cmt_1"},
           {"author_name", "<script>alert(1)</script>"},
           {"text", "</div><img src=x onerror=alert(1)>"},
           {"created_at", "2026-01-01T11:00:00Z"}}}}
    });
    const auto page = get("/");
    EXPECT_THAT(page.body, HasSubstr("1 comment<"));
    EXPECT_THAT(page.body, HasSubstr("&lt;img src=x onerror=alert(1)&gt;"));
    EXPECT_THAT(page.body, HasSubstr("&lt;script&gt;alert(1)"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(page.body, HasSubstr("1 January 2026"));
}

TEST_F(DemoSiteTest, PagesForbidInlineCodeAndForeignSources) {
    for (const auto& page : {get("/"), get("/article.css"), get("/article.js")}) {
        EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
        EXPECT_THAT(
            header(page, "Content-Security-Policy"), HasSubstr("require-trusted-types-for 'script'")
        );
        EXPECT_THAT(header(page, "Content-Security-Policy"), Not(HasSubstr("unsafe")));
        EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
    }
}

TEST_F(DemoSiteTest, ASentCommentLeadsToThePageThatTellsWhatBecameOfIt) {
    const auto answer = post(good_form);
    EXPECT_EQ(answer.status, 303U);
    EXPECT_EQ(header(answer, "Location"), "/?yours=cmt_1#yours");
    ASSERT_EQ(service_.asked.size(), 1U);
    const json::object sent = json::parse(service_.asked[0].body).as_object();
    EXPECT_EQ(sent.at("text"), "Thank you");
    EXPECT_EQ(sent.at("form").at("elapsed_ms"), 10'000);
    EXPECT_THAT(json::serialize(sent.at("article")), HasSubstr("Myofascial pain"));
}

TEST_F(DemoSiteTest, TellsWhatBecameOfYours) {
    const struct {
        const char* status;
        const char* words;
    } cases[] = {
        {"published", "Your comment is published."},
        {"held", "Your comment waits for a moderator."},
        {"rejected", "Your comment was not accepted."},
        {"withdrawn", "Your comment was withdrawn."},
    };

    for (const auto& row : cases) {
        SCOPED_TRACE(row.status);
        service_.standing.status = 200;
        service_.standing.body =
            json::serialize(json::object{{"status", row.status}, {"public_reason", nullptr}});
        EXPECT_THAT(get("/", "cmt_1").body, HasSubstr(row.words));
    }
}

TEST_F(DemoSiteTest, TellsThePublicReason) {
    service_.standing = {
        .status = 200,
        .body = R"({"status":"held","public_reason":"Looks like <an> advertisement"})"
    };
    EXPECT_THAT(get("/", "cmt_1").body, HasSubstr("Looks like &lt;an&gt; advertisement."));
}

TEST_F(DemoSiteTest, AnAddressThatNamesNoCommentShowsTheArticleAlone) {
    EXPECT_THAT(get("/", "cmt_unknown").body, Not(HasSubstr("id=\"yours\"")));
    get("/", "../../v1/session");
    for (const auto& asked : service_.asked) EXPECT_THAT(asked.path, Not(HasSubstr("..")));
}

TEST_F(DemoSiteTest, WhatTheServiceRefusesIsSaidAndTheTextIsKept) {
    service_.submitted = {.status = 422, .body = R"({"detail":"one member is wrong",
        "errors":[{"pointer":"/author/email","message":"is not an address"}]})"};
    const auto page = post(good_form);
    EXPECT_EQ(page.status, 422U);
    EXPECT_THAT(page.body, HasSubstr("email: is not an address"));
    EXPECT_THAT(page.body, HasSubstr(">Thank you</textarea>"));
    EXPECT_THAT(page.body, HasSubstr("value=\"feedfacefeedface\""));
}

TEST_F(DemoSiteTest, ASilentServiceLosesNothing) {
    for (const http::Response& bad :
         {http::Response{.status = 503, .body = "{}"},
          http::Response{.status = 200, .body = "<html>"},
          http::Response{.status = 201, .body = R"({"id":"/../evil"})"}}) {
        service_.submitted = bad;
        const auto page = post(good_form);
        EXPECT_EQ(page.status, 503U);
        EXPECT_THAT(page.body, HasSubstr(">Thank you</textarea>"));
        EXPECT_THAT(page.body, HasSubstr("value=\"0123456789abcdef\""))
            << "sent again, it is the same comment";
    }
    service_.comments = {.status = 500, .body = ""};
    EXPECT_THAT(get("/").body, HasSubstr("Comments cannot be shown at the moment."));
}

TEST_F(DemoSiteTest, AnIncompleteFormIsNotSentOn) {
    const auto page = post("name=Ann&text=+&once=0123456789abcdef");
    EXPECT_EQ(page.status, 422U);
    EXPECT_THAT(page.body, HasSubstr("Please write something first."));
    EXPECT_THAT(page.body, HasSubstr("value=\"Ann\""));
    EXPECT_EQ(post("text=%").status, 422U);
    for (const auto& asked : service_.asked) EXPECT_EQ(asked.method, "GET");
}

}  // namespace
}  // namespace chaffinch::demo
