// Webhooks, connected: resolver, TLS, client and dispatcher, and the tasks they run as.

#pragma once

#include "server/runtime/clock.h"
#include "server/runtime/task_group.h"
#include "server/store/webhooks.h"
#include "server/telemetry/metrics.h"
#include "server/webhook/dispatcher.h"
#include "server/webhook/endpoints.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstddef>
#include <functional>

namespace chaffinch::app {

/// What a caller may put in place of the real thing.
struct WebhookParts {
    outgoing::Resolver* resolver = nullptr;  ///< null: the system's
    outgoing::ClientLimits limits{};
    webhook::DispatcherOptions dispatcher{};
};

class Webhooks {
  public:
    /// References must outlive it, as must the io_context its tasks.
    Webhooks(
        boost::asio::io_context& io,
        store::WebhookStore& store,
        const runtime::Clock& clock,
        const webhook::SecretBox& secrets,
        webhook::MessageFormats formats,
        const outgoing::TargetPolicy& policy,
        const WebhookParts& parts,
        telemetry::Metrics& metrics
    );

    void start();

    /// What is being sent is broken off; it stays due and is sent again after the next start.
    void stop();

    [[nodiscard]] bool stopped() const { return tasks_.running() == 0; }

    [[nodiscard]] webhook::Endpoints& endpoints() { return endpoints_; }

    [[nodiscard]] const webhook::Dispatcher& dispatcher() const { return dispatcher_; }

  private:
    boost::asio::ssl::context tls_;
    outgoing::SystemResolver resolver_{};
    outgoing::Client client_;
    webhook::Endpoints endpoints_;
    webhook::Dispatcher dispatcher_;
    runtime::TaskGroup tasks_;
};

}  // namespace chaffinch::app
