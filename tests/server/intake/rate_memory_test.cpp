// How often the same author, network, host and text came lately.

#include "server/intake/rate_memory.h"

#include <gtest/gtest.h>

namespace chaffinch::intake {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t now = 2'000 * minute;

store::Arrival arrival(const std::string& article, std::int64_t ago) {
    return {
        .site = SiteId{"news"},
        .article = ArticleId{article},
        .author_key = "u:1",
        .network = "203.0.113.0/24",
        .link_hosts = {"other.example", "casino.example"},
        .fingerprint = {.exact = 0xfedcba9876543210, .minhash = {}},
        .at = Timestamp(std::chrono::milliseconds(now - ago)),
    };
}

TEST(RateMemory, CountsWhatCameWithinItsTime) {
    RateMemory memory(1);
    for (const auto& [article, ago] :
         {std::pair("a-4", 1'500), {"a-3", 300}, {"a-2", 30}, {"a-1", 9}, {"a-1", 1}}) {
        store::Arrival came = arrival(article, ago * minute);
        came.link_hosts = {"casino.example"};
        memory.add(came);
    }
    const RateFacts rates = memory.rates(arrival("a-9", 0));
    EXPECT_EQ(rates.author_10m, 2);
    EXPECT_EQ(rates.ip_1h, 3);
    EXPECT_EQ(rates.text_24h, 4);
    EXPECT_EQ(rates.host_24h_articles, 3);
}

TEST(RateMemory, LeavesUnknownWhatIsNotAskedAndSaysZeroOfTheNew) {
    RateMemory memory(1);
    const RateFacts unknown = memory.rates({.site = SiteId{"news"}});
    EXPECT_EQ(unknown.author_10m, std::nullopt);
    EXPECT_EQ(unknown.ip_1h, std::nullopt);
    EXPECT_EQ(unknown.text_24h, std::nullopt);
    EXPECT_EQ(unknown.host_24h_articles, std::nullopt);
    const RateFacts fresh = memory.rates(arrival("a-1", 0));
    EXPECT_EQ(fresh.author_10m, 0);
    EXPECT_EQ(fresh.ip_1h, 0);
    EXPECT_EQ(fresh.text_24h, 0);
    EXPECT_EQ(fresh.host_24h_articles, 0);
}

TEST(RateMemory, KeepsSitesAndKindsApart) {
    RateMemory memory(1);
    memory.add(arrival("a-1", 0));
    store::Arrival elsewhere = arrival("a-1", 0);
    elsewhere.site.value = "blog";
    EXPECT_EQ(memory.rates(elsewhere).text_24h, 0);
    store::Arrival confused = arrival("a-1", 0);
    confused.author_key = "203.0.113.0/24";
    confused.network = "u:1";
    EXPECT_EQ(memory.rates(confused).author_10m, 0);
    EXPECT_EQ(memory.rates(confused).ip_1h, 0);
}

TEST(RateMemory, StopsCountingAtAThousand) {
    RateMemory memory(1);
    for (int i = 0; i < 1'500; ++i) memory.add(arrival("a-1", 0));
    EXPECT_EQ(memory.rates(arrival("a-1", 0)).author_10m, 1'000);
}

}  // namespace
}  // namespace chaffinch::intake
