// offload: runs work on a thread pool and resumes the coroutine where it was. For what would hold
// up an I/O thread: password hashing, rule compilation, evaluation, verdicts over a stated size.

#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace chaffinch::runtime {

/// Runs `work()` on `pool` and gives its result, or its exception, to the caller on the caller's
/// executor. Work that has begun is not cancelled: keep it short, or let it look at a flag.
///
/// Queues without bound by itself; callers bound it (requests in flight, hashes at once). The pool
/// must be joined before the caller's io_context is destroyed.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> offload(
    boost::asio::thread_pool& pool, Work work
) {
    namespace asio = boost::asio;
    using Value = std::invoke_result_t<Work&>;
    static_assert(!std::is_reference_v<Value>, "return a value: the worker's thread moves on");
    using Stored = std::conditional_t<std::is_void_v<Value>, bool, Value>;

    // Both live in this frame, which stays while the handler below exists.
    std::optional<Stored> value;
    std::exception_ptr failure;

    auto run = [&value, &failure, &work] {
        try {
            if constexpr (std::is_void_v<Value>) {
                work();
                value.emplace(true);
            } else {
                value.emplace(work());
            }
        } catch (...) {
            failure = std::current_exception();
        }
    };
    const auto home = co_await asio::this_coro::executor;
    auto start = [&pool, &run, &home](auto handler) {
        auto job =
            [&run, handler = std::move(handler), stay = asio::make_work_guard(home)]() mutable {
                run();
                const auto back = stay.get_executor();
                asio::post(back, std::move(handler));
            };
        asio::post(pool, std::move(job));
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
        start, asio::use_awaitable
    );

    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<Value>) co_return std::move(*value);
}

}  // namespace chaffinch::runtime
