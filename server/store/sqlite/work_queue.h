// How a coroutine asks a thread of the store to do something: a bounded queue of work, each piece
// with the coroutine that waits for it.
//
// Any thread may ask. The work runs on the thread that takes it; the waiting coroutine resumes on
// its own executor, never on the store's thread. A wait cannot be cancelled: what was asked is
// done.

#pragma once

#include "server/store/sqlite/connection.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace chaffinch::store::sqlite {

/// What is to be done with the connection of the thread. It may be run again after a rollback, so
/// it leaves its captures as they are.
using Work = std::function<void(Connection&)>;

/// One piece of work and who waits for it.
class PendingWork {
  public:
    explicit PendingWork(Work the_work) : work(std::move(the_work)) {}

    virtual ~PendingWork() = default;
    PendingWork(const PendingWork&) = delete;
    PendingWork& operator=(const PendingWork&) = delete;

    /// Resumes the waiting coroutine on its executor, with the failure if there is one. Called
    /// once.
    virtual void complete(std::exception_ptr failure) = 0;

    Work work;
};

class WorkQueue {
  public:
    /// Beyond `most` waiting pieces the asker gets StoreUnavailable at once.
    explicit WorkQueue(std::size_t most);

    /// Queues the work and waits until it is done. Throws what complete() was given, and
    /// StoreUnavailable when the queue is full or closed.
    boost::asio::awaitable<void> run(Work work);

    /// Up to `most` pieces, oldest first; waits at most `patience` for the first, and then at most
    /// `gather` for `enough` to come together. Empty when the time is over or the queue is closed
    /// and drained. Only a queue with one taker may gather.
    std::vector<std::unique_ptr<PendingWork>> take(
        std::size_t most,
        std::chrono::milliseconds patience,
        std::chrono::milliseconds gather = std::chrono::milliseconds(0),
        std::size_t enough = 1
    );

    /// Refuses new work from now on; what is queued can still be taken.
    void close();

    [[nodiscard]] bool closed() const;
    [[nodiscard]] std::size_t size() const;

  private:
    void add(std::unique_ptr<PendingWork> work);

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::unique_ptr<PendingWork>> waiting_;
    /// A taker is woken when so many wait: a thread that gathers sleeps through the first ones.
    std::size_t wake_at_ = 1;
    bool closed_ = false;
};

/// Runs `question` (Connection& -> T) on the queue's thread and gives back its value.
template <class Question>
boost::asio::awaitable<std::invoke_result_t<Question&, Connection&>> ask(
    WorkQueue& queue, Question question
) {
    using Answer = std::invoke_result_t<Question&, Connection&>;
    if constexpr (std::is_void_v<Answer>) {
        co_await queue.run(std::move(question));
    } else {
        // Shared, since the asker may be gone before the work is done.
        auto answer = std::make_shared<std::optional<Answer>>();
        Work work = [answer, question = std::move(question)](Connection& db) mutable {
            answer->emplace(question(db));
        };
        co_await queue.run(std::move(work));
        co_return std::move(**answer);
    }
}

}  // namespace chaffinch::store::sqlite
