// with_timeout: a wait with an end. `asio::cancel_after` came after Boost 1.81.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace chaffinch::runtime {

/// Pauses this coroutine. Ends early with system_error(operation_aborted) when cancelled.
inline boost::asio::awaitable<void> sleep_for(std::chrono::steady_clock::duration time) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

/// The value of `operation`, or nullopt when `limit` passed first; the operation is then cancelled
/// and waited for, so that nothing of it is left behind. An operation that cannot be cancelled
/// (work already running on another thread) is therefore waited out. Exceptions pass through at
/// once (the `||` of awaitable_operators.hpp would hold them back until the timer ran out).
template <class T>
boost::asio::awaitable<std::optional<T>> with_timeout(
    boost::asio::awaitable<T> operation, std::chrono::steady_clock::duration limit
) {
    namespace asio = boost::asio;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto both = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(operation), asio::deferred),
        timer.async_wait(asio::deferred)
    );
    auto [order, failure, value, timer_error] =
        co_await both.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1) co_return std::nullopt;
    if (failure) std::rethrow_exception(failure);
    co_return std::move(value);
}

}  // namespace chaffinch::runtime
