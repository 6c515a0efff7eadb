// with_timeout: a wait with an end. `asio::cancel_after` came after Boost 1.81.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace chaffinch::runtime {

/// Pauses this coroutine. Ends early with system_error(operation_aborted) when cancelled.
inline boost::asio::awaitable<void> sleep_for(std::chrono::steady_clock::duration time) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

/// The value of `operation`, or nullopt when `limit` passed first; the operation is then cancelled
/// and waited for, so that nothing of it is left behind. An operation that cannot be cancelled
/// (work already running on another thread) is therefore waited out. Exceptions pass through.
template <class T>
boost::asio::awaitable<std::optional<T>> with_timeout(
    boost::asio::awaitable<T> operation, std::chrono::steady_clock::duration limit
) {
    using namespace boost::asio::experimental::awaitable_operators;
    auto either = std::move(operation) || sleep_for(limit);
    std::variant<T, std::monostate> first = co_await std::move(either);
    if (first.index() == 1) co_return std::nullopt;
    co_return std::get<0>(std::move(first));
}

}  // namespace chaffinch::runtime
