// The list of running tasks, each with its strand and the signal that cancels it.

#include "server/runtime/task_group.h"

#include "server/runtime/with_timeout.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/system_error.hpp>

#include <list>
#include <mutex>
#include <utility>

namespace chaffinch::runtime {

namespace asio = boost::asio;

namespace {

/// How often stop() looks whether the group is empty. It runs once in a process's life.
constexpr std::chrono::milliseconds stop_poll{5};

struct Task {
    explicit Task(const asio::any_io_executor& executor, std::string task_name)
        : strand(asio::make_strand(executor)), name(std::move(task_name)) {}

    asio::strand<asio::any_io_executor> strand;
    std::string name;
    asio::cancellation_signal signal{};  ///< touched on the strand only
};

bool is_cancellation(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

}  // namespace

struct TaskGroup::State {
    State(asio::any_io_executor where, OnFailure report)
        : executor(std::move(where)), on_failure(std::move(report)) {}

    asio::any_io_executor executor;
    OnFailure on_failure;
    mutable std::mutex mutex{};
    std::list<std::shared_ptr<Task>> tasks{};
    bool closed = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() = default;

bool TaskGroup::spawn(std::string name, asio::awaitable<void> task) {
    auto entry = std::make_shared<Task>(state_->executor, std::move(name));
    std::list<std::shared_ptr<Task>>::iterator place;
    {
        const std::scoped_lock lock(state_->mutex);
        if (state_->closed) return false;
        place = state_->tasks.insert(state_->tasks.end(), entry);
    }
    auto ended = [state = state_, entry, place](const std::exception_ptr& failure) {
        if (failure && state->on_failure && !is_cancellation(failure)) {
            state->on_failure(entry->name, failure);
        }
        const std::scoped_lock lock(state->mutex);
        state->tasks.erase(place);
    };
    // The slot is tied on the strand, where cancel() emits: the two never meet.
    asio::post(entry->strand, [entry, task = std::move(task), ended = std::move(ended)]() mutable {
        const asio::cancellation_slot slot = entry->signal.slot();
        asio::co_spawn(
            entry->strand, std::move(task), asio::bind_cancellation_slot(slot, std::move(ended))
        );
    });
    return true;
}

void TaskGroup::cancel() {
    const std::scoped_lock lock(state_->mutex);
    state_->closed = true;
    for (const std::shared_ptr<Task>& task : state_->tasks) {
        asio::post(task->strand, [task] { task->signal.emit(asio::cancellation_type::terminal); });
    }
}

asio::awaitable<void> TaskGroup::stop(std::chrono::milliseconds grace) {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->closed = true;
    }
    const auto until = std::chrono::steady_clock::now() + grace;
    while (running() > 0 && std::chrono::steady_clock::now() < until) co_await sleep_for(stop_poll);
    // Once is not enough for a task that was between two waits and swallowed the first one.
    while (running() > 0) {
        cancel();
        co_await sleep_for(stop_poll);
    }
}

std::size_t TaskGroup::running() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->tasks.size();
}

}  // namespace chaffinch::runtime
