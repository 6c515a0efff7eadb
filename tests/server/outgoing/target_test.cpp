// URLs of endpoints: what is taken apart how, and what is refused.

#include "server/outgoing/target.h"

#include "tests/support/shared_data.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace chaffinch::outgoing {
namespace {

TEST(Target, TakesAnAddressApart) {
    const struct {
        const char *url, *host, *authority, *path;
        std::uint16_t port;
        bool tls;
    } cases[] = {
        {"https://Example.COM/hook", "example.com", "example.com", "/hook", 443, true},
        {"https://example.com", "example.com", "example.com", "/", 443, true},
        {"https://example.com?a=b", "example.com", "example.com", "/?a=b", 443, true},
        {"https://example.com:8443/h?a=b/c",
         "example.com",
         "example.com:8443",
         "/h?a=b/c",
         8443,
         true},
        {"https://1.1.1.1/h%20k", "1.1.1.1", "1.1.1.1", "/h%20k", 443, true},
        {"https://[2606:4700::1111]:8443/",
         "2606:4700::1111",
         "[2606:4700::1111]:8443",
         "/",
         8443,
         true},
        {"http://example.com/", "example.com", "example.com", "/", 80, false},
        {"http://example.com:8080/", "example.com", "example.com:8080", "/", 8080, false},
    };

    for (const auto& expected : cases) {
        SCOPED_TRACE(expected.url);
        const auto target = parse_target(expected.url, {.allow_http = true});
        ASSERT_TRUE(target);
        EXPECT_EQ(target->host, expected.host);
        EXPECT_EQ(target->authority(), expected.authority);
        EXPECT_EQ(target->path, expected.path);
        EXPECT_EQ(target->port, expected.port);
        EXPECT_EQ(target->tls, expected.tls);
    }
}

TEST(Target, RefusesWhatTwoReadersWouldReadInTwoWays) {
    for (const char* url : {
             "https://example.com:443:80/",
             "https://example.com:/",
             "https://example.com:+443/",
             "https://example.com:0443x/",
             "https://exa%6dple.com/",
             "https://example..com/",
             "https://-example.com/",
             "https://example.com./",
             "https://1.1.1.1./",
             "https://1.1.1/",
             "https://1.1.257/",
             "https://01.1.1.1/",
             "https://[1.1.1.1]/",
             "https://[::1%25lo]/",
             "https://[2606:4700::1111]x/",
             "https://2606:4700::1111/",
             "https://a@example.com/",
             "https://@example.com/",
             "https://example.com/%zz",
             "https://example.com/%0",
             "https://example.com/%7f",
             "HTTPS://example.com/",
             "https:/example.com/",
             "https:example.com",
             "https://example.com/\x7f",
             "https://a.localhost/",
             "https://a.test/",
             "https://x.0x7f/",
             "https://a.onion/",
         }) {
        EXPECT_FALSE(parse_target(url, {.allow_http = true})) << url;
    }
}

TEST(Target, SaysTheSameOfEveryHostAndPortThatIsOutOfBounds) {
    const auto answer_to = [](const char* url) {
        return parse_target(url, {}).error().fields.at(0).message;
    };
    const std::string answer = answer_to("https://127.0.0.1/");
    for (const char* url :
         {"https://10.0.0.1/", "https://[::1]/", "https://router.local/", "https://example.com:22/"
         }) {
        EXPECT_EQ(answer_to(url), answer) << url;
    }
}

TEST(Target, OpensHttpAndPrivateAddressesOnlyByTheirOwnSettings) {
    EXPECT_FALSE(parse_target("http://example.com/", {}));
    EXPECT_FALSE(parse_target("http://example.com/", {.allow_private = true}));
    EXPECT_FALSE(parse_target("http://127.0.0.1:9000/", {.allow_http = true}));
    EXPECT_TRUE(parse_target("http://127.0.0.1:9000/", {.allow_http = true, .allow_private = true})
    );
}

/// The corpus writes most addresses with http, which is refused as such; the host must be what
/// refuses them, so they are tried in every scheme that its port allows.
TEST(Target, RefusesTheWholeCorpusOfForgeries) {
    const auto file = test::shared_data("hostile/ssrf/targets.jsonl");
    if (!file) GTEST_SKIP() << "the corpus is not here";
    std::istringstream lines(test::read_file(*file));
    std::string line;
    int denied = 0, let_in = 0, caught_by_the_control = 0;
    while (std::getline(lines, line)) {
        const auto entry = boost::json::parse(line).as_object();
        const std::string url(entry.at("url").as_string().c_str());
        const bool allowed = entry.at("expect").as_string() == "allow";
        const bool open = static_cast<bool>(parse_target(url, {}));
        if (entry.at("expect").as_string() == "either") continue;
        EXPECT_EQ(open, allowed) << url;
        if (allowed) continue;
        ++denied;
        const std::string other = url.starts_with("http://") ? "https" + url.substr(4) : url;
        // Once more as https on the usual port, unless it is only DNS that could tell.
        const bool by_name = url.find("nip.test") != std::string::npos;
        if (parse_target(other, {}) || (!by_name && parse_target(url, {.allow_http = true}))) {
            ++let_in;
            ADD_FAILURE() << url;
        }
        if (parse_target(url, {.allow_http = true, .allow_private = true})) ++caught_by_the_control;
    }
    EXPECT_EQ(denied, 98);
    EXPECT_EQ(let_in, 0);
    EXPECT_GT(caught_by_the_control, 30)
        << "with the guard off many must pass, else the test is blind";
}

}  // namespace
}  // namespace chaffinch::outgoing
