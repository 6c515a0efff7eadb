// Connecting webhooks.

#include "server/app/webhooks.h"

#include "server/telemetry/log.h"

#include <sodium.h>

#include <exception>
#include <string_view>
#include <utility>

namespace chaffinch::app {

namespace {

/// In [0, 1).
double random_share() {
    constexpr double numbers = 4294967296.0;
    return static_cast<double>(randombytes_random()) / numbers;
}

void log_task_failure(std::string_view task, std::exception_ptr failure) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const std::exception& broken) {
        telemetry::log(
            telemetry::Level::error,
            "webhook_task_failed",
            {{"task", task}, {"detail", std::string_view(broken.what())}}
        );
    }
}

}  // namespace

Webhooks::Webhooks(
    boost::asio::io_context& io,
    store::WebhookStore& store,
    const runtime::Clock& clock,
    const webhook::SecretBox& secrets,
    webhook::MessageFormats formats,
    const outgoing::TargetPolicy& policy,
    const WebhookParts& parts,
    telemetry::Metrics& metrics
)
    : tls_(outgoing::verifying_tls()),
      client_(parts.resolver != nullptr ? *parts.resolver : resolver_, tls_, policy, parts.limits),
      endpoints_(store, secrets, policy),
      dispatcher_(
          store, client_, policy, std::move(formats), clock, random_share, parts.dispatcher
      ),
      tasks_(io.get_executor(), log_task_failure) {
    const auto gauge = [this, &metrics](const char* name, const char* help, auto member) {
        metrics.gauge(name, help, [this, member] {
            return static_cast<double>(dispatcher_.counts().*member);
        });
    };
    using Counts = webhook::DispatcherCounts;
    gauge("chaffinch_webhook_delivered", "Webhook deliveries since the start.", &Counts::delivered);
    gauge(
        "chaffinch_webhook_failed_attempts",
        "Failed attempts at webhook deliveries since the start.",
        &Counts::failed_attempts
    );
    gauge(
        "chaffinch_webhook_dead_letters",
        "Webhook deliveries given up since the start; replay them once the receiver works.",
        &Counts::dead
    );
    gauge(
        "chaffinch_webhook_endpoints_disabled",
        "Webhook endpoints that answered 410 Gone since the start.",
        &Counts::disabled
    );
}

void Webhooks::start() {
    tasks_.spawn("webhooks", dispatcher_.run(tasks_));
}

void Webhooks::stop() {
    tasks_.cancel();
}

}  // namespace chaffinch::app
