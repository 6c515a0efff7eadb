// Who is asking: forged and honest X-Forwarded-For.

#include "server/http/client_address.h"

#include "tests/support/shared_data.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace chaffinch::http {
namespace {

std::string client_of(
    const std::string& peer, std::vector<std::string> lines, const std::vector<std::string>& trusted
) {
    Request request;
    for (std::string& line : lines)
        request.headers.emplace_back("x-forwarded-for", std::move(line));
    const auto proxies = TrustedProxies::parse(trusted);
    return client_address(boost::asio::ip::make_address(peer), request, proxies.value())
        .to_string();
}

TEST(ClientAddress, BelievesOnlyWhatATrustedProxyWrote) {
    struct Case {
        const char* name;
        const char* peer;
        std::vector<std::string> lines;
        const char* expected;
    };

    const std::vector<std::string> trusted{"192.0.2.0/24", "2001:db8:1::/48", "::1"};
    const std::vector<Case> cases{
        {"no field", "192.0.2.1", {}, "192.0.2.1"},
        {"stranger", "198.51.100.1", {"203.0.113.1"}, "198.51.100.1"},
        {"edge in", "192.0.2.255", {"203.0.113.1"}, "203.0.113.1"},
        {"edge out", "192.0.3.0", {"203.0.113.1"}, "192.0.3.0"},
        {"v6 proxy", "2001:db8:1:ffff::9", {"203.0.113.1"}, "203.0.113.1"},
        {"v6 beside", "2001:db8:2::9", {"203.0.113.1"}, "2001:db8:2::9"},
        {"mapped entry", "::1", {"::ffff:203.0.113.1"}, "203.0.113.1"},
        {"garbage behind a hop", "::1", {"203.0.113.1, x, 192.0.2.7"}, "192.0.2.7"},
        {"last line first",
         "::1",
         {"203.0.113.1", "203.0.113.2, 192.0.2.7", "192.0.2.8"},
         "203.0.113.2"},
        {"empty line ends", "::1", {"203.0.113.1", ""}, "::1"},
        {"port missing", "::1", {"203.0.113.1:"}, "::1"},
        {"port too large", "::1", {"203.0.113.1:65536"}, "::1"},
        {"half a bracket", "::1", {"[2001:db8::7"}, "::1"},
        {"text after bracket", "::1", {"[2001:db8::7]x"}, "::1"},
        {"short form", "::1", {"127.1"}, "::1"},
        {"number", "::1", {"3405803777"}, "::1"},
        {"hex", "::1", {"0xcb.0x0.0x71.0x1"}, "::1"},
        {"NUL", "::1", {std::string("203.0.113.1\0", 12)}, "::1"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(client_of(c.peer, c.lines, trusted), c.expected);
    }
}

TEST(ClientAddress, HoldsAgainstTheCollectedCases) {
    const auto path = test::shared_data("hostile/forwarded/client-address.jsonl");
    if (!path) GTEST_SKIP() << "no corpus beside the repository";
    std::ifstream in(*path);
    std::size_t cases = 0;
    for (std::string line; std::getline(in, line); ++cases) {
        const auto item = boost::json::parse(line).as_object();
        SCOPED_TRACE(std::string(item.at("id").as_string()));
        Request request;
        for (const auto& field : item.at("headers").as_array()) {
            std::string name(field.at(0).as_string());
            std::ranges::transform(name, name.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            });
            request.headers.emplace_back(name, field.at(1).as_string());
        }
        std::vector<std::string> trusted;
        for (const auto& entry : item.at("trusted_proxies").as_array()) {
            trusted.emplace_back(entry.as_string());
        }
        const auto peer = boost::asio::ip::make_address(std::string(item.at("peer").as_string()));
        const auto proxies = TrustedProxies::parse(trusted);
        EXPECT_EQ(
            client_address(peer, request, proxies.value()).to_string(),
            item.at("expect_client").as_string()
        );
    }
    EXPECT_EQ(cases, 19U);
}

TEST(ClientAddress, NamesTheProxyEntryThatIsWrong) {
    for (const char* entry :
         {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/8/8", "10.0.0.0/-1"
         }) {
        const std::vector<std::string> entries{"10.0.0.1", entry};
        const auto proxies = TrustedProxies::parse(entries);
        ASSERT_FALSE(proxies) << entry;
        EXPECT_NE(proxies.error().detail.find("'" + std::string(entry) + "'"), std::string::npos);
    }
}

TEST(ClientAddress, CountsOneIpv6NetworkAsOneSender) {
    const auto key = [](const char* text) {
        return sender_key(boost::asio::ip::make_address(text));
    };
    EXPECT_EQ(key("2001:db8::1"), key("2001:db8::ffff:1"));
    EXPECT_NE(key("2001:db8::1"), key("2001:db8:0:1::1"));
    EXPECT_NE(key("192.0.2.1"), key("192.0.2.2"));
}

}  // namespace
}  // namespace chaffinch::http
