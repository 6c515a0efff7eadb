// The dispatcher: takes what is due from the store, sends it, writes down what came of it.
//
// At least once: a delivery stays due until its outcome is stored, so a crash in between repeats it
// under the same id. In order per comment: the store gives out the next one of a comment only when
// the one before is finished. Fair: two connections an endpoint, and an endpoint that does not
// answer is left alone for a while, so one that hangs does not hold up the others.

#pragma once

#include "server/outgoing/client.h"
#include "server/runtime/clock.h"
#include "server/runtime/task_group.h"
#include "server/store/webhooks.h"
#include "server/webhook/message.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace chaffinch::webhook {

struct DispatcherOptions {
    std::size_t per_endpoint = 2;
    std::size_t in_all = 32;
    std::chrono::milliseconds poll{250};
    std::chrono::hours keep_log{24 * 30};  ///< finished deliveries, dead letters among them
};

struct DispatcherCounts {
    std::uint64_t delivered = 0;
    std::uint64_t failed_attempts = 0;
    std::uint64_t dead = 0;      ///< deliveries given up
    std::uint64_t disabled = 0;  ///< endpoints that ended themselves
};

class Dispatcher {
  public:
    /// `jitter` gives numbers in [0, 1), from any thread. All of them must outlive the dispatcher.
    Dispatcher(
        store::WebhookStore& store,
        outgoing::Client& client,
        const outgoing::TargetPolicy& policy,
        MessageFormats formats,
        const runtime::Clock& clock,
        std::function<double()> jitter,
        DispatcherOptions options = {}
    );
    ~Dispatcher();

    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Runs until cancelled. Sends in tasks of `group`, the group that run() itself belongs to; the
    /// dispatcher must live until the group has ended.
    boost::asio::awaitable<void> run(runtime::TaskGroup& group);

    /// Since the start. Any thread.
    [[nodiscard]] DispatcherCounts counts() const;

  private:
    struct Shared;

    boost::asio::awaitable<void> start_due(runtime::TaskGroup& group);
    boost::asio::awaitable<void> purge_when_time();
    boost::asio::awaitable<void> send(store::DueDelivery due, std::shared_ptr<Shared> shared);
    boost::asio::awaitable<outgoing::Answer> answer_to(const store::DueDelivery& due);
    void count(const store::DueDelivery& due, const store::AttemptOutcome& outcome);

    store::WebhookStore& store_;
    outgoing::Client& client_;
    outgoing::TargetPolicy policy_;
    MessageFormats formats_;
    const runtime::Clock& clock_;
    std::function<double()> jitter_;
    DispatcherOptions options_;
    std::shared_ptr<Shared> shared_{};
    std::chrono::steady_clock::time_point next_purge_{};
    std::atomic<std::uint64_t> delivered_{0};
    std::atomic<std::uint64_t> failed_attempts_{0};
    std::atomic<std::uint64_t> dead_{0};
    std::atomic<std::uint64_t> disabled_{0};
};

}  // namespace chaffinch::webhook
