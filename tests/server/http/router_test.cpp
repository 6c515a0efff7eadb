// Routing by table.

#include "server/http/router.h"

#include "tests/server/http/test_server.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace chaffinch::http {
namespace {

Route route(std::string method, std::string pattern) {
    return {.method = std::move(method), .pattern = std::move(pattern), .handler = test::echo};
}

const Router& router() {
    static const Router routes({
        route("GET", "/"),
        route("GET", "/v1/comments/{id}"),
        route("PATCH", "/v1/comments/{id}"),
        route("POST", "/v1/comments/batch"),
        route("POST", "/v1/comments"),
        route("GET", "/v1/comments/{id}/reports"),
        route("GET", "/console/{path...}"),
        route("GET", "/console/about"),
    });
    return routes;
}

TEST(Router, FindsThePatternAndItsParameters) {
    struct Case {
        const char* method;
        const char* path;
        const char* pattern;  ///< "": no route
        const char* parameter = "";
        const char* allow = "";
    };

    const std::vector<Case> cases{
        {"GET", "/", "/"},
        {"HEAD", "/", "/"},
        {"GET", "", "/"},
        {"GET", "/v1/comments/7", "/v1/comments/{id}", "7"},
        {"HEAD", "/v1/comments/7", "/v1/comments/{id}", "7"},
        {"GET", "/v1/comments/a%2Fb", "/v1/comments/{id}", "a/b"},
        {"GET", "/v1/comments/a%252Fb", "/v1/comments/{id}", "a%2Fb"},
        {"GET", "/v1/comments/a+b", "/v1/comments/{id}", "a+b"},
        {"GET", "/v1/comments/batch", "/v1/comments/{id}", "batch"},
        {"POST", "/v1/comments/batch", "/v1/comments/batch"},
        {"PUT", "/v1/comments/batch", "", "", "POST, GET, HEAD, PATCH, OPTIONS"},
        {"GET", "/v1/comments/7/reports", "/v1/comments/{id}/reports", "7"},
        {"GET", "/v1/comments", "", "", "POST, OPTIONS"},
        {"GET", "/v1/comments/", ""},
        {"GET", "/v1/comments//reports", ""},
        {"GET", "/V1/comments/7", ""},
        {"GET", "/v1/comments/7/reports/", ""},
        {"GET", "//", ""},
        {"GET", "/console/a/b.js", "/console/{path...}", "a/b.js"},
        {"GET", "/console/about", "/console/about"},
        {"GET", "/console", ""},
        {"GET", "/console/", ""},
        {"get", "/", "", "", "GET, HEAD, OPTIONS"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(std::string(c.method) + " " + c.path);
        const Router::Match match = router().match(c.method, c.path);
        EXPECT_EQ(match.route != nullptr ? match.route->pattern : "", c.pattern);
        EXPECT_EQ(match.allow, c.allow);
        ASSERT_EQ(match.parameters.empty(), *c.parameter == '\0');
        if (!match.parameters.empty()) {
            EXPECT_EQ(match.parameters.front().second, c.parameter);
        }
    }
}

TEST(Router, RefusesATableThatContradictsItself) {
    EXPECT_THROW(Router({route("GET", "/a"), route("GET", "/a")}), std::invalid_argument);
    EXPECT_THROW(Router({route("GET", "a")}), std::invalid_argument);
    EXPECT_NO_THROW(Router({route("GET", "/a"), route("PUT", "/a")}));
}

}  // namespace
}  // namespace chaffinch::http
