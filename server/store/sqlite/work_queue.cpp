// The queue, and the one place where a store's thread hands a result to a coroutine.

#include "server/store/sqlite/work_queue.h"

#include "server/store/store.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace chaffinch::store::sqlite {

namespace asio = boost::asio;

namespace {

template <class Handler>
class WorkOf final : public PendingWork {
  public:
    WorkOf(Work work, Handler handler)
        : PendingWork(std::move(work)),
          guard_(asio::make_work_guard(handler)),
          handler_(std::move(handler)) {}

    void complete(std::exception_ptr failure) override {
        // The guard travels with the handler: were it released here, the executor could be gone
        // while this thread still lets go of it.
        auto executor = guard_.get_executor();
        auto resume = [guard = std::move(guard_),
                       handler = std::move(handler_),
                       failure = std::move(failure)]() mutable { handler(std::move(failure)); };
        asio::post(executor, std::move(resume));
    }

  private:
    asio::executor_work_guard<asio::associated_executor_t<Handler>> guard_;
    Handler handler_;
};

}  // namespace

WorkQueue::WorkQueue(std::size_t most) : most_(most) {}

asio::awaitable<void> WorkQueue::run(Work work) {
    auto start = [this](auto handler, Work to_do) {
        using Handler = decltype(handler);
        add(std::make_unique<WorkOf<Handler>>(std::move(to_do), std::move(handler)));
    };
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(std::exception_ptr)>(
        std::move(start), asio::use_awaitable, std::move(work)
    );
}

void WorkQueue::add(std::unique_ptr<PendingWork> work) {
    const char* refusal = nullptr;
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) {
            refusal = "the store is closed";
        } else if (waiting_.size() >= most_) {
            refusal = "too much is waiting for the store";
        } else {
            waiting_.push_back(std::move(work));
            wake = waiting_.size() >= wake_at_;
        }
    }
    if (wake) arrived_.notify_one();
    if (refusal != nullptr) {
        work->complete(std::make_exception_ptr(StoreUnavailable(refusal, true)));
    }
}

std::vector<std::unique_ptr<PendingWork>> WorkQueue::take(
    std::size_t most,
    std::chrono::milliseconds patience,
    std::chrono::milliseconds gather,
    std::size_t enough
) {
    std::vector<std::unique_ptr<PendingWork>> taken;
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, patience, [this] { return closed_ || !waiting_.empty(); });
    if (gather.count() > 0 && !waiting_.empty()) {
        wake_at_ = enough;
        arrived_.wait_for(lock, gather, [&] { return closed_ || waiting_.size() >= enough; });
        wake_at_ = 1;
    }
    while (!waiting_.empty() && taken.size() < most) {
        taken.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return taken;
}

void WorkQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    arrived_.notify_all();
}

bool WorkQueue::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

std::size_t WorkQueue::size() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

}  // namespace chaffinch::store::sqlite
