// Terms in the configuration, and the running server that keeps them.

#include "server/app/config.h"
#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace chaffinch::test {
namespace {

using namespace std::chrono_literals;

TEST(RetentionConfig, HasTermsForAllAndForSitesOfTheirOwn) {
    const app::ConfigResult read = app::parse_config(
        "retention:\n"
        "  sites:\n"
        "    news: {rejected_text_days: 7, address_days: never}\n"
        "    blog: {published_text_days: 3650}\n"
        "  rejected_text_days: 90\n"
        "  taught_text_days: 400\n"
        "  dry_run: true\n",
        "c.yaml"
    );
    ASSERT_TRUE(read.diagnostics.empty()) << read.diagnostics[0].message;
    const privacy::RetentionPlan& plan = read.config.retention;
    EXPECT_TRUE(plan.dry_run);
    EXPECT_EQ(plan.common.rejected_texts, privacy::Days(90));
    EXPECT_EQ(plan.common.published_texts, std::nullopt) << "never, unless it is said";
    ASSERT_EQ(plan.sites.size(), 2U);
    const privacy::RetentionTerms& news = plan.sites.at(SiteId{"news"});
    EXPECT_EQ(news.rejected_texts, privacy::Days(7));
    EXPECT_EQ(news.addresses, std::nullopt);
    EXPECT_EQ(news.taught_texts, privacy::Days(400)) << "as for all";
    EXPECT_EQ(plan.sites.at(SiteId{"blog"}).published_texts, privacy::Days(3'650));
    EXPECT_EQ(plan.sites.at(SiteId{"blog"}).rejected_texts, privacy::Days(90));
}

TEST(RetentionConfig, NamesEveryMistakeWithItsPlace) {
    const struct {
        const char* yaml;
        const char* subject;
        const char* message;
    } cases[] = {
        {"retention: {address_days: 0}", "retention.address_days", "or never"},
        {"retention: {adress_days: 3}", "retention.adress_days", "known key"},
        {"retention: {sites: [news]}", "retention.sites", "mapping"},
        {"retention: {sites: {news: {dry_run: true}}}", "retention.sites.news.dry_run", "known key"
        },
        {"retention: {sites: {news: 5}}", "retention.sites.news.", "mapping"},
    };

    for (const auto& [yaml, subject, message] : cases) {
        SCOPED_TRACE(yaml);
        const app::ConfigResult read = app::parse_config(yaml, "c.yaml");
        ASSERT_EQ(read.diagnostics.size(), 1U);
        EXPECT_EQ(read.diagnostics[0].subject, subject);
        EXPECT_NE(read.diagnostics[0].message.find(message), std::string::npos)
            << read.diagnostics[0].message;
    }
}

/// The same data directory, served again when its terms are over.
TEST(Retention, IsKeptByTheServerAndShownAsMetrics) {
    const TemporaryDirectory directory;
    ServerOptions options;
    options.data = directory.path() / "data";
    runtime::SystemClock system;
    runtime::ManualClock clock(system.now());
    options.clock = &clock;
    std::string rejected;
    {
        TestServer server(options);
        rejected = server.post_comment("please holdme: old").text("/id");
        server.post_comment("please holdme: waiting");
        ASSERT_EQ(server.decide(rejected, 1, "reject", "quality.off_topic").status, 200U);
    }
    clock.advance(std::chrono::days(181));
    TestServer server(options);
    const auto metric = [&] { return server.send_admin("/metrics").body; };
    for (int i = 0; i < 500 && metric().find("chaffinch_retention_texts 1") == std::string::npos;
         ++i) {
        std::this_thread::sleep_for(10ms);
    }
    const std::string shown = metric();
    EXPECT_NE(shown.find("chaffinch_retention_texts 1\n"), std::string::npos) << shown;
    EXPECT_NE(shown.find("chaffinch_retention_longest_write_seconds 0.0"), std::string::npos)
        << "some milliseconds: " << shown;
    const Answer queue = server.moderator("GET", "/v1/queue");
    EXPECT_NE(queue.body.find("waiting"), std::string::npos) << "what waits keeps its text";
    EXPECT_EQ(server.site("GET", "/v1/comments/" + rejected).text("/status"), "rejected");
}

}  // namespace
}  // namespace chaffinch::test
