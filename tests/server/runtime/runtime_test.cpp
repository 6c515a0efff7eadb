// The coroutine furniture: tasks that end, waits that end, work elsewhere, time, ids.

#include "server/runtime/clock.h"
#include "server/runtime/offload.h"
#include "server/runtime/random_id.h"
#include "server/runtime/snapshot.h"
#include "server/runtime/task_group.h"
#include "server/runtime/with_timeout.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch::runtime {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Runs one coroutine to its end on this thread; its exception comes out here.
template <class T>
T run(asio::io_context& io, asio::awaitable<T> task) {
    std::optional<T> value;
    std::exception_ptr failure;
    auto keep = [&](std::exception_ptr error, T result) {
        failure = error;
        value.emplace(std::move(result));
    };
    asio::co_spawn(io, std::move(task), keep);
    io.run();
    io.restart();
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
}

asio::awaitable<int> after(milliseconds time, int value) {
    co_await sleep_for(time);
    co_return value;
}

asio::awaitable<int> fails_after(milliseconds time) {
    co_await sleep_for(time);
    throw std::runtime_error("broken");
}

asio::awaitable<std::string> joined(asio::awaitable<std::optional<int>> part) {
    const std::optional<int> value = co_await std::move(part);
    co_return value ? std::to_string(*value) : "late";
}

TEST(WithTimeout, GivesTheValueOrNothing) {
    asio::io_context io;
    const auto start = steady_clock::now();
    EXPECT_EQ(
        run(io, joined(with_timeout(after(milliseconds(5), 7), std::chrono::seconds(30)))), "7"
    );
    EXPECT_EQ(
        run(io, joined(with_timeout(after(std::chrono::seconds(30), 7), milliseconds(20)))), "late"
    );
    EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(5)) << "the loser is cancelled";
    EXPECT_THROW(
        run(io, joined(with_timeout(fails_after(milliseconds(5)), std::chrono::seconds(30)))),
        std::runtime_error
    );
}

asio::awaitable<bool> hops(asio::thread_pool& pool, std::thread::id home) {
    auto where = [] { return std::this_thread::get_id(); };
    const std::thread::id there = co_await offload(pool, where);
    bool ran = false;
    auto nothing = [&ran] { ran = true; };
    co_await offload(pool, nothing);
    co_return there != home&& std::this_thread::get_id() == home&& ran;
}

asio::awaitable<int> fails_there(asio::thread_pool& pool) {
    auto fail = []() -> int { throw std::runtime_error("broken there"); };
    co_return co_await offload(pool, fail);
}

asio::awaitable<std::size_t> many_hops(asio::thread_pool& pool) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < 500; ++i) {
        auto work = [i] { return std::vector<std::size_t>(10, i); };
        const auto values = co_await offload(pool, work);
        sum += values.back();
    }
    co_return sum;
}

TEST(Offload, RunsElsewhereAndComesBack) {
    asio::io_context io;
    asio::thread_pool pool(2);
    EXPECT_TRUE(run(io, hops(pool, std::this_thread::get_id())));
    EXPECT_THROW(run(io, fails_there(pool)), std::runtime_error);
    EXPECT_EQ(run(io, many_hops(pool)), 500U * 499U / 2U);
    pool.join();
}

asio::awaitable<void> until_cancelled(std::atomic<int>& ended) {
    try {
        co_await sleep_for(std::chrono::hours(1));
    } catch (const boost::system::system_error&) {
        ++ended;
        throw;
    }
}

asio::awaitable<void> short_task(std::atomic<int>& ended) {
    co_await sleep_for(milliseconds(30));
    ++ended;
}

asio::awaitable<void> broken_task() {
    co_await sleep_for(milliseconds(1));
    throw std::runtime_error("broken");
}

asio::awaitable<bool> stop_all(TaskGroup& group, milliseconds grace) {
    co_await group.stop(grace);
    co_return group.running() == 0;
}

TEST(TaskGroup, WaitsForItsTasksAndCancelsTheRest) {
    asio::io_context io;
    std::atomic<int> cancelled{0};
    std::atomic<int> finished{0};
    std::vector<std::string> failures;
    TaskGroup group(io.get_executor(), [&](std::string_view name, const std::exception_ptr&) {
        failures.emplace_back(name);
    });
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(group.spawn("endless", until_cancelled(cancelled)));
    EXPECT_TRUE(group.spawn("short", short_task(finished)));
    EXPECT_TRUE(group.spawn("broken", broken_task()));
    EXPECT_EQ(group.running(), 5U);
    EXPECT_TRUE(run(io, stop_all(group, milliseconds(200))));
    EXPECT_EQ(cancelled, 3);
    EXPECT_EQ(finished, 1) << "within the grace it ends by itself";
    EXPECT_EQ(failures, std::vector<std::string>{"broken"}) << "a cancellation is no failure";
    EXPECT_FALSE(group.spawn("late", short_task(finished)));
    EXPECT_EQ(group.running(), 0U);
}

TEST(TaskGroup, StopsOnManyThreads) {
    for (int round = 0; round < 10; ++round) {
        asio::io_context io;
        std::atomic<int> cancelled{0};
        TaskGroup group(io.get_executor(), {});
        auto work = asio::make_work_guard(io);
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i) threads.emplace_back([&] { io.run(); });
        for (int i = 0; i < 50; ++i) group.spawn("endless", until_cancelled(cancelled));
        group.cancel();
        asio::co_spawn(io, group.stop(milliseconds(0)), asio::detached);
        work.reset();
        threads.clear();
        EXPECT_EQ(group.running(), 0U);
    }
}

TEST(Snapshot, StaysWithItsReader) {
    Snapshot<std::string> snapshot(std::make_shared<const std::string>("first"));
    const auto held = snapshot.get();
    snapshot.publish(std::make_shared<const std::string>("second"));
    EXPECT_EQ(*held, "first");
    EXPECT_EQ(*snapshot.get(), "second");
    EXPECT_EQ(held.use_count(), 1);
}

TEST(Snapshot, IsReadWhileReplaced) {
    Snapshot<std::vector<int>> snapshot(std::make_shared<const std::vector<int>>(100, 0));
    std::atomic<bool> torn{false};
    std::vector<std::jthread> readers;
    for (int r = 0; r < 2; ++r) {
        readers.emplace_back([&] {
            for (int i = 0; i < 2'000; ++i) {
                const auto values = snapshot.get();
                if (values->front() != values->back()) torn = true;
            }
        });
    }
    for (int i = 1; i < 500; ++i)
        snapshot.publish(std::make_shared<const std::vector<int>>(100, i));
    readers.clear();
    EXPECT_FALSE(torn);
}

TEST(ManualClock, MovesOnlyWhenTold) {
    ManualClock clock(Timestamp(milliseconds(1'000)));
    const auto steady = clock.steady_now();
    EXPECT_EQ(clock.now(), Timestamp(milliseconds(1'000)));
    clock.advance(milliseconds(250));
    EXPECT_EQ(clock.now(), Timestamp(milliseconds(1'250)));
    EXPECT_EQ(clock.steady_now() - steady, milliseconds(250));
    clock.set_wall_time(Timestamp(milliseconds(0)));
    EXPECT_EQ(clock.steady_now() - steady, milliseconds(250))
        << "a clock set back moves no deadline";
}

TEST(RandomId, SortsByTimeAndDoesNotRepeat) {
    const Timestamp early(milliseconds(1'700'000'000'000));
    const std::string first = random_id("cmt_", early);
    const std::string second = random_id("cmt_", early + milliseconds(1));
    EXPECT_EQ(first.size(), 30U);
    EXPECT_TRUE(first.starts_with("cmt_01HF7YAT00"));  // 1700000000000 in Crockford's base32
    EXPECT_LT(first, second);
    EXPECT_EQ(random_id("", Timestamp(milliseconds(-5))).substr(0, 10), "0000000000");
    EXPECT_EQ(random_id("", Timestamp(milliseconds((1LL << 48) - 1))).substr(0, 10), "7ZZZZZZZZZ");

    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) {
        const std::string id = random_id("", early);
        EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
        seen.insert(id);
    }
    EXPECT_EQ(seen.size(), 10'000U);
}

TEST(RandomId, UsesEveryCharacterAlike) {
    std::array<int, 256> counts{};
    for (int i = 0; i < 4'000; ++i) {
        for (const char c : random_id("").substr(10)) ++counts[static_cast<unsigned char>(c)];
    }
    for (const char c : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
        EXPECT_NEAR(counts[static_cast<unsigned char>(c)], 2'000, 300) << c;  // over six sigma
    }
}

}  // namespace
}  // namespace chaffinch::runtime
