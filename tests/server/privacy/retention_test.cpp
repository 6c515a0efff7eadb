// The job that forgets: whose terms count, how large its batches are, and what a dry run leaves
// alone.

#include "server/privacy/retention.h"

#include "tests/server/privacy/fake_privacy_store.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chaffinch::privacy::test {
namespace {

class RetentionJob : public ::testing::Test {
  protected:
    RetentionReport apply(const RetentionPlan& plan) {
        boost::asio::io_context context;
        Retention retention(
            store_,
            []() -> boost::asio::awaitable<std::vector<SiteId>> {
                co_return std::vector<SiteId>{SiteId{"news"}, SiteId{"blog"}};
            },
            plan,
            "secret",
            clock_,
            [this](SiteId site) { return note(std::move(site)); }
        );
        auto result = boost::asio::co_spawn(context, retention.apply(), boost::asio::use_future);
        context.run();
        longest_write_ = retention.figures().longest_write_us;
        return result.get();
    }

    boost::asio::awaitable<void> note(SiteId site) {
        relearnt_.push_back(site.value);
        co_return;
    }

    runtime::ManualClock clock_{Timestamp(std::chrono::days(20'000))};
    FakePrivacyStore store_;
    std::vector<std::string> relearnt_;
    std::int64_t longest_write_ = 0;
};

TEST_F(RetentionJob, ForgetsWithTheTermsOfEachSite) {
    store_.texts = {{"news rejected", 3}, {"blog rejected", 2}, {"blog published", 1}};
    RetentionPlan plan;
    plan.common.user_agents.reset();
    RetentionTerms own = plan.common;
    own.rejected_texts.reset();
    own.published_texts = Days(5);
    plan.sites[SiteId{"blog"}] = own;
    const RetentionReport done = apply(plan);
    EXPECT_EQ(done.texts, 4);
    EXPECT_THAT(
        store_.asked,
        ::testing::ElementsAre("news rejected", "blog published", "only blog ip", "all but blog ip")
    );
}

TEST_F(RetentionJob, MakesPseudonymsAndForgetsTheLog) {
    store_.addresses = 3;
    const RetentionReport done = apply({});
    EXPECT_EQ(done.addresses, 3);
    ASSERT_EQ(store_.values.size(), 3U);
    EXPECT_TRUE(store_.values[0].starts_with("h:")) << store_.values[0];
    EXPECT_EQ(store_.values[0], store_.values[1]);
    EXPECT_EQ(store_.empties, 1);
}

TEST_F(RetentionJob, OnlyCountsInADryRun) {
    store_.texts = {{"news rejected", 2'000}};
    store_.addresses = 3'000;
    RetentionPlan plan;
    plan.dry_run = true;
    const RetentionReport done = apply(plan);
    EXPECT_EQ(done.texts, 2'000);
    EXPECT_EQ(done.addresses, 3'000);
    EXPECT_TRUE(store_.batches.empty());
    EXPECT_TRUE(store_.values.empty());
    EXPECT_EQ(store_.empties, 0);
}

TEST_F(RetentionJob, MakesBatchesAsLargeAsTheWriterBears) {
    const struct {
        std::chrono::microseconds a_row;
        std::size_t least;
        std::size_t most;
    } cases[] = {
        {std::chrono::microseconds(1), 150, 500},   // cheap rows: ever more at a time
        {std::chrono::microseconds(300), 15, 40},   // about 10 ms
        {std::chrono::microseconds(20'000), 1, 1},  // nothing smaller than one
    };

    for (const auto& [a_row, least, most] : cases) {
        SCOPED_TRACE(a_row.count());
        store_.batches.clear();
        store_.cost = a_row;
        store_.texts = {{"news rejected", 900}};
        if (a_row.count() > 10'000) store_.texts = {{"news rejected", 60}};
        apply({});
        const std::size_t typical = store_.batches[store_.batches.size() - 2];
        EXPECT_GE(typical, least);
        EXPECT_LE(typical, most);
        EXPECT_GT(longest_write_, 0);
    }
}

TEST_F(RetentionJob, HasTheSiteLearntAnewWhoseLessonsWent) {
    store_.texts = {{"news rejected", 1}, {"news withdrawn", 1}};
    store_.lessons_a_batch = 1;
    EXPECT_EQ(apply({}).lessons, 2);
    EXPECT_THAT(relearnt_, ::testing::ElementsAre("news", "news"));
}

}  // namespace
}  // namespace chaffinch::privacy::test
