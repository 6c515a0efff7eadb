// The feed: everybody sees what is his, nobody is waited for, and whoever missed something is told.

#include "server/review/feed.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch::review {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

store::Change change(int number, const std::string& site = "news") {
    store::Change made;
    made.site.value = site;
    made.comment.value = "cmt_" + std::to_string(number);
    return made;
}

class FeedTest : public ::testing::Test {
  protected:
    Feed::News next(Feed::Reader& reader, std::chrono::milliseconds patience = 0ms) {
        context_.restart();
        auto news = asio::co_spawn(context_, reader.next(patience), asio::use_future);
        context_.run();
        return news.get();
    }

    static std::vector<std::string> comments(const Feed::News& news) {
        std::vector<std::string> ids;
        for (const Feed::Item& item : news.items) ids.push_back(item.change.comment.value);
        return ids;
    }

    asio::io_context context_{};
    Feed feed_{FeedLimits{.kept = 10, .readers = 3}};
};

using Ids = std::vector<std::string>;

TEST_F(FeedTest, TellsWhatComesAfterTheReader) {
    feed_.publish({change(1)});
    auto reader = feed_.open("", {}).value();
    EXPECT_EQ(comments(next(*reader)), Ids{});
    feed_.publish({change(2), change(3)});
    const Feed::News news = next(*reader);
    EXPECT_EQ(comments(news), (Ids{"cmt_2", "cmt_3"}));
    EXPECT_FALSE(news.resync);
    EXPECT_EQ(news.last_id, news.items.back().id);
    EXPECT_EQ(comments(next(*reader)), Ids{});
}

TEST_F(FeedTest, ShowsAReaderHisSitesOnly) {
    auto reader = feed_.open("", {SiteId{"blog"}}).value();
    feed_.publish({change(1, "news"), change(2, "blog"), change(3, "news")});
    EXPECT_EQ(comments(next(*reader)), Ids{"cmt_2"});
}

TEST_F(FeedTest, GoesOnBehindTheLastIdWhileItIsKept) {
    auto first = feed_.open("", {}).value();
    feed_.publish({change(1), change(2)});
    const Feed::News news = next(*first);
    feed_.publish({change(3)});
    auto again = feed_.open(news.items[0].id, {}).value();
    EXPECT_EQ(comments(next(*again)), (Ids{"cmt_2", "cmt_3"}));
}

TEST_F(FeedTest, AsksForAResyncWhenTheGapIsNotKnown) {
    auto first = feed_.open("", {}).value();
    feed_.publish({change(0)});
    const std::string old = next(*first).last_id;
    for (int i = 1; i <= 11; ++i) feed_.publish({change(i)});
    for (const std::string& id :
         {old, std::string("nonsense"), std::string("-"), old + "9", old.substr(0, 5)}) {
        SCOPED_TRACE(id);
        first.reset();
        auto reader = feed_.open(id, {}).value();
        const Feed::News news = next(*reader);
        EXPECT_TRUE(news.resync);
        EXPECT_FALSE(news.over);
        EXPECT_EQ(comments(news), Ids{});
        EXPECT_FALSE(next(*reader).resync);
    }
}

TEST_F(FeedTest, LetsAReaderGoWhoFallsBehind) {
    auto reader = feed_.open("", {}).value();
    for (int i = 0; i < 10; ++i) feed_.publish({change(i)});
    auto other = feed_.open("", {}).value();
    EXPECT_EQ(next(*reader).items.size(), 10U);
    for (int i = 0; i < 11; ++i) feed_.publish({change(i)});
    EXPECT_TRUE(next(*reader).over);
}

TEST_F(FeedTest, HasRoomForSoManyReaders) {
    auto a = feed_.open("", {}).value();
    auto b = feed_.open("", {}).value();
    auto c = feed_.open("", {}).value();
    const auto refused = feed_.open("", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::overloaded);
    b.reset();
    EXPECT_TRUE(feed_.open("", {}));
    EXPECT_EQ(feed_.readers(), 2U);
}

TEST_F(FeedTest, WakesAReaderWhoWaits) {
    auto reader = feed_.open("", {}).value();
    std::jthread publisher([&] {
        std::this_thread::sleep_for(50ms);
        feed_.publish({change(1)});
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(comments(next(*reader, 10s)), Ids{"cmt_1"});
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST_F(FeedTest, EndsAllReadersWhenItCloses) {
    auto reader = feed_.open("", {}).value();
    std::jthread closer([&] {
        std::this_thread::sleep_for(50ms);
        feed_.close();
    });
    EXPECT_TRUE(next(*reader, 10s).over);
    EXPECT_FALSE(feed_.open("", {}));
}

asio::awaitable<std::size_t> read_all(Feed::Reader& reader, std::size_t expected) {
    std::size_t seen = 0;
    while (seen < expected) {
        const Feed::News news = co_await reader.next(2s);
        if (news.over || news.items.empty()) break;
        seen += news.items.size();
    }
    co_return seen;
}

TEST_F(FeedTest, LosesNothingBetweenManyWritersAndReaders) {
    constexpr int writers = 4;
    constexpr int each = 500;
    Feed feed(FeedLimits{.kept = writers * each, .readers = 8});
    std::vector<std::shared_ptr<Feed::Reader>> readers;
    std::vector<std::future<std::size_t>> seen;
    for (int i = 0; i < 4; ++i) {
        readers.push_back(feed.open("", {}).value());
        seen.push_back(asio::co_spawn(
            asio::make_strand(context_), read_all(*readers.back(), writers * each), asio::use_future
        ));
    }
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([this] { context_.run(); });
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&feed] {
            for (int i = 0; i < each; ++i) feed.publish({change(i)});
        });
    }
    for (auto& count : seen) EXPECT_EQ(count.get(), static_cast<std::size_t>(writers * each));
}

}  // namespace
}  // namespace chaffinch::review
