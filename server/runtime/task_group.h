// TaskGroup: the owner of everything that runs for long. Nothing is spawned that shutdown does not
// wait for (after Beast's advanced_server_flex example).

#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chaffinch::runtime {

class TaskGroup {
  public:
    /// Called when a task ends with an exception that is not the cancellation itself. From the
    /// thread the task ran on; must not throw.
    using OnFailure = std::function<void(std::string_view task, std::exception_ptr failure)>;

    TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);

    /// The tasks must have ended: wait for stop(), or have destroyed their io_context.
    ~TaskGroup();

    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    /// Starts `task` on a strand of its own. After cancel() it is refused (dropped) and false comes
    /// back. `name` goes to OnFailure. Any thread.
    bool spawn(std::string name, boost::asio::awaitable<void> task);

    /// Asks every task to end: its pending wait ends with operation_aborted. Any thread,
    /// idempotent.
    void cancel();

    /// Refuses new tasks, lets the running ones end by themselves within `grace`, cancels the rest
    /// and waits for them.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

    [[nodiscard]] std::size_t running() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace chaffinch::runtime
