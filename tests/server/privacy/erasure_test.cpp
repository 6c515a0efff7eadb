// Erasing in batches: what is written down first, when it is left for later, and what follows.

#include "server/privacy/erasure.h"

#include "tests/server/privacy/fake_privacy_store.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chaffinch::privacy::test {
namespace {

template <class T>
T await(boost::asio::awaitable<T> work) {
    boost::asio::io_context context;
    auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
    context.run();
    return result.get();
}

const Timestamp now(std::chrono::hours(5));

Result<store::ErasureRecord> erase(
    FakePrivacyStore& store, std::vector<std::string>& relearnt, ErasureLimits limits
) {
    const store::Person person{.site = SiteId{"news"}, .id = "42"};
    auto begun = await(begin_erasure(store, person, "root", now));
    EXPECT_TRUE(begun);
    const auto relearn = [&](SiteId site) -> boost::asio::awaitable<void> {
        relearnt.push_back(site.value);
        co_return;
    };
    return await(carry_out(store, *std::move(begun), relearn, now, limits));
}

TEST(ErasePerson, IsWrittenDownAndDoneInSmallBatches) {
    FakePrivacyStore store;
    store.of_person = 130;
    store.lessons_a_batch = 1;
    std::vector<std::string> relearnt;
    const auto done = erase(store, relearnt, {});
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->finished_at);
    EXPECT_THAT(store.asked, ::testing::ElementsAre("begin root"));
    EXPECT_THAT(store.batches, ::testing::ElementsAre(25U, 25U, 25U, 25U, 25U, 5U));
    EXPECT_THAT(relearnt, ::testing::ElementsAre("news"));
    EXPECT_EQ(store.rewrites, 1);
}

TEST(ErasePerson, IsLeftForLaterWhenTheTimeIsOver) {
    FakePrivacyStore store;
    store.of_person = 130;
    std::vector<std::string> relearnt;
    ErasureLimits limits;
    limits.time = std::chrono::milliseconds(0);
    const auto done = erase(store, relearnt, limits);
    ASSERT_TRUE(done);
    EXPECT_FALSE(done->finished_at);
    EXPECT_EQ(done->comments, 25);
    EXPECT_FALSE(store.finished);
    EXPECT_TRUE(relearnt.empty()) << "nothing was taught";
}

TEST(ErasePerson, NeedsSomebodyOnASite) {
    FakePrivacyStore store;
    const auto nobody = await(begin_erasure(store, {.site = SiteId{"news"}}, "root", now));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().code, Errc::invalid);
    const auto nowhere = await(
        begin_erasure(store, {.site = SiteId{"nowhere"}, .email = "ann@example.org"}, "root", now)
    );
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, Errc::not_found);
    EXPECT_TRUE(store.asked.empty());
}

TEST(GiveOut, HandsOverEveryLineAndCountsComments) {
    FakePrivacyStore store;
    store.of_person = 30;
    std::vector<std::string> lines;
    const auto given =
        await(give_out(store, {.site = SiteId{"news"}, .id = "42"}, [&](const std::string& line) {
            lines.push_back(line);
        }));
    ASSERT_TRUE(given);
    EXPECT_EQ(*given, 30U);
    EXPECT_EQ(lines.size(), 31U) << "and what he did as a reader";
    const store::Person person{.site = SiteId{"news"}, .id = "42"};
    const auto count = await(count_comments(store, person, std::chrono::hours(1)));
    ASSERT_TRUE(count);
    EXPECT_EQ(count->comments, 30U);
    EXPECT_TRUE(count->whole);
}

}  // namespace
}  // namespace chaffinch::privacy::test
