// The bundled console as it is served.

#include "server/console/console.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace chaffinch::console {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using testing::StartsWith;

http::Response ask(const std::vector<http::Route>& table, std::string method, std::string path) {
    const http::Router router(table);
    const auto match = router.match(method, path);
    if (match.route == nullptr) return {.status = match.allow.empty() ? 404U : 405U};
    http::Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    asio::io_context io;
    auto answer = asio::co_spawn(io, match.route->handler(std::move(request)), asio::use_future);
    io.run();
    return answer.get();
}

std::string field(const http::Response& response, std::string_view name) {
    const auto found =
        std::ranges::find(response.headers, name, [](const auto& header) { return header.first; });
    return found == response.headers.end() ? "" : found->second;
}

/// The addresses of files that the page names.
std::vector<std::string> files_of(const std::string& page) {
    static const std::regex attribute("(?:src|href)=\"([^\"]+)\"");
    std::vector<std::string> files;
    for (std::sregex_iterator at(page.begin(), page.end(), attribute), end; at != end; ++at)
        files.push_back((*at)[1]);
    return files;
}

TEST(Console, EveryViewIsTheSamePageAndIsNeverKept) {
    const auto routes = console_routes();
    const http::Response queue = ask(routes, "GET", "/console/queue");
    EXPECT_EQ(queue.status, 200U);
    EXPECT_THAT(queue.content_type, StartsWith("text/html"));
    EXPECT_EQ(field(queue, "Cache-Control"), "no-store");
    EXPECT_EQ(ask(routes, "GET", "/console/comments/cmt_1").body, queue.body);
}

TEST(Console, TheBareAddressLeadsToTheQueue) {
    for (const char* path : {"/console", "/console/"}) {
        const http::Response response = ask(console_routes(), "GET", path);
        EXPECT_EQ(response.status, 308U) << path;
        EXPECT_EQ(field(response, "Location"), "/console/queue") << path;
    }
}

TEST(Console, FilesThatThePageNamesAreThereAndMayBeKeptForEver) {
    const auto routes = console_routes();
    const auto files = files_of(ask(routes, "GET", "/console/queue").body);
    ASSERT_EQ(files.size(), 3U);
    for (const std::string& file : files) {
        SCOPED_TRACE(file);
        static const std::regex hashed("/console/assets/[a-z]+-[0-9a-f]{16}\\.(js|css|svg)");
        EXPECT_TRUE(std::regex_match(file, hashed));
        const http::Response response = ask(routes, "GET", file);
        EXPECT_EQ(response.status, 200U);
        EXPECT_FALSE(response.body.empty());
        EXPECT_THAT(field(response, "Cache-Control"), HasSubstr("immutable"));
        EXPECT_EQ(response.content_type.find("text/html"), std::string::npos);
        EXPECT_EQ(field(response, "X-Content-Type-Options"), "nosniff");
    }
}

TEST(Console, AFileOfAnotherBuildIsNotAnsweredByThePageAsAScript) {
    const http::Response old =
        ask(console_routes(), "GET", "/console/assets/console-0000000000000000.js");
    EXPECT_EQ(old.status, 404U);
}

TEST(Console, TheNameChangesWithTheContent) {
    EXPECT_NE(name_by_content("console.js", "a"), name_by_content("console.js", "b"));
    EXPECT_EQ(name_by_content("console.js", "a"), name_by_content("console.js", "a"));
}

TEST(Console, ThePageForbidsEverythingThatIsNotItsOwn) {
    const http::Response page = ask(console_routes(), "GET", "/console/queue");
    const std::map<std::string, std::string> wanted{
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "
         "'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
         "object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; report-to "
         "csp"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Embedder-Policy", "require-corp"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
        {"X-Frame-Options", "DENY"},
    };
    for (const auto& [name, value] : wanted) EXPECT_EQ(field(page, name), value);
}

TEST(Console, AReportOfABreachIsTakenAndNotAnsweredWithAnythingOfIt) {
    const http::Response taken = ask(console_routes(), "POST", "/console/breaches");
    EXPECT_EQ(taken.status, 204U);
    EXPECT_EQ(taken.body, "");
}

}  // namespace
}  // namespace chaffinch::console
