// How often the same author, network, host and text came lately.

#include "server/store/sqlite/network.h"
#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

using Rates = StoreFixture;

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t now = 2'000 * minute;

TEST_F(Rates, CountWhatCameWithinTheirTime) {
    const auto put = [this](const std::string& id, const std::string& article, std::int64_t ago) {
        NewSubmission made = submission({.id = id, .article = article, .created = now - ago});
        made.author_key = "u:1";
        made.record.comment.author.ip = "203.0.113." + std::to_string(ago % 200);
        made.fingerprint.exact = 0xfedcba9876543210;
        made.link_hosts = {"casino.example"};
        ASSERT_TRUE(await(store_->record_submission(made)));
    };
    put("cmt_1", "a-1", 1 * minute);
    put("cmt_2", "a-1", 9 * minute);
    put("cmt_3", "a-2", 30 * minute);
    put("cmt_4", "a-3", 300 * minute);
    put("cmt_5", "a-4", 1'500 * minute);
    const RateFacts rates = store_->facts().rates(
        {.site = SiteId{"news"},
         .author_key = "u:1",
         .ip = "203.0.113.250",
         .link_hosts = {"other.example", "casino.example"},
         .text = 0xfedcba9876543210,
         .now = at(now)}
    );
    EXPECT_EQ(rates.author_10m, 2);
    EXPECT_EQ(rates.ip_1h, 3);
    EXPECT_EQ(rates.text_24h, 4);
    EXPECT_EQ(rates.host_24h_articles, 3);
}

TEST_F(Rates, OfNothingAreUnknownAndOfNewOnesZero) {
    const RateFacts unknown =
        store_->facts().rates({.site = SiteId{"news"}, .ip = "no address", .now = at(now)});
    EXPECT_EQ(unknown.author_10m, std::nullopt);
    EXPECT_EQ(unknown.ip_1h, std::nullopt);
    EXPECT_EQ(unknown.text_24h, std::nullopt);
    EXPECT_EQ(unknown.host_24h_articles, std::nullopt);
    const RateFacts fresh = store_->facts().rates(
        {.site = SiteId{"news"}, .author_key = "u:9", .ip = "::1", .text = 7, .now = at(now)}
    );
    EXPECT_EQ(fresh.author_10m, 0);
    EXPECT_EQ(fresh.ip_1h, 0);
    EXPECT_EQ(fresh.text_24h, 0);
    EXPECT_EQ(store_->facts().rates({.site = SiteId{"nowhere"}, .text = 7}).text_24h, std::nullopt);
}

TEST_F(Rates, OfOneSiteSayNothingOfAnother) {
    add_site("blog");
    submit({.id = "cmt_1", .author_key = "u:1", .created = now});
    EXPECT_EQ(
        store_->facts()
            .rates({.site = SiteId{"blog"}, .author_key = "u:1", .now = at(now)})
            .author_10m,
        0
    );
}

TEST(NetworkOf, CutsAddressesToWhatOneSenderCommands) {
    const struct {
        const char* ip;
        const char* network;
    } cases[] = {
        {"203.0.113.9", "203.0.113.0/24"},
        {"::ffff:203.0.113.9", "203.0.113.0/24"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:DB8:1:2::9", "2001:db8:1:2::/64"},
        {"", ""},
        {"203.0.113", ""},
        {"example.org", ""},
    };

    for (const auto& [ip, network] : cases) EXPECT_EQ(network_of(ip), network) << ip;
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
