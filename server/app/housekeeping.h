// What the running server does on its own: by the hour it forgets what is past its term; every few
// seconds it looks for erasures that were begun and are not finished.

#pragma once

#include "server/privacy/retention.h"
#include "server/runtime/task_group.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <string>

namespace chaffinch::app {

class Housekeeping {
  public:
    /// See privacy::Retention. References must outlive it, as must the io_context its tasks.
    Housekeeping(
        boost::asio::io_context& io,
        store::PrivacyStore& store,
        privacy::Retention::SitesOf sites,
        privacy::RetentionPlan plan,
        std::string secret,
        const runtime::Clock& clock,
        privacy::Retention::Relearn relearn,
        telemetry::Metrics& metrics
    );

    void start();

    /// What is under way ends with its batch; the next start goes on.
    void stop();

    [[nodiscard]] bool stopped() const { return tasks_.running() == 0; }

  private:
    boost::asio::awaitable<void> keep_terms();
    boost::asio::awaitable<void> finish_erasures();
    void add_gauges(telemetry::Metrics& metrics);

    store::PrivacyStore& store_;
    bool dry_run_;
    privacy::Retention retention_;
    const runtime::Clock& clock_;
    privacy::Retention::Relearn relearn_;
    runtime::TaskGroup tasks_;
};

}  // namespace chaffinch::app
