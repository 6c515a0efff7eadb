// The two jobs and their owner.

#include "server/app/housekeeping.h"

#include "server/privacy/erasure.h"
#include "server/store/store.h"
#include "server/telemetry/log.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <string_view>
#include <utility>

namespace chaffinch::app {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto between_terms = 1h;
constexpr auto between_erasures = 5s;

asio::awaitable<void> wait(std::chrono::steady_clock::duration time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

void log_failure(std::string_view task, std::exception_ptr failure) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const std::exception& broken) {
        telemetry::log(
            telemetry::Level::error,
            "housekeeping_failed",
            {{"task", task}, {"detail", std::string_view(broken.what())}}
        );
    }
}

void log_put_off(std::string_view event, const std::exception& why) {
    telemetry::log(telemetry::Level::warning, event, {{"detail", std::string_view(why.what())}});
}

void log_forgotten(const privacy::RetentionReport& done, bool dry_run) {
    if (done.texts + done.addresses + done.user_agents == 0) return;
    telemetry::log(
        telemetry::Level::info,
        dry_run ? "past_term_counted" : "past_term_forgotten",
        {{"texts", done.texts},
         {"addresses", done.addresses},
         {"user_agents", done.user_agents},
         {"lessons", done.lessons}}
    );
}

}  // namespace

Housekeeping::Housekeeping(
    asio::io_context& io,
    store::PrivacyStore& store,
    privacy::Retention::SitesOf sites,
    privacy::RetentionPlan plan,
    std::string secret,
    const runtime::Clock& clock,
    privacy::Retention::Relearn relearn,
    telemetry::Metrics& metrics
)
    : store_(store),
      dry_run_(plan.dry_run),
      retention_(store, std::move(sites), std::move(plan), std::move(secret), clock, relearn),
      clock_(clock),
      relearn_(std::move(relearn)),
      tasks_(io.get_executor(), log_failure) {
    add_gauges(metrics);
}

void Housekeeping::add_gauges(telemetry::Metrics& metrics) {
    const privacy::RetentionFigures& figures = retention_.figures();
    const auto add = [&metrics](
                         const char* name,
                         const char* help,
                         const std::atomic<std::int64_t>& value,
                         double unit = 1
                     ) {
        metrics.gauge(std::string("chaffinch_retention_") + name, help, [&value, unit] {
            return static_cast<double>(value.load()) * unit;
        });
    };
    add("texts", "Texts forgotten since the start.", figures.texts);
    add("addresses", "Addresses made pseudonyms since the start.", figures.addresses);
    add("user_agents", "User agents forgotten since the start.", figures.user_agents);
    add("lessons", "Lessons forgotten with their texts since the start.", figures.lessons);
    add("longest_write_seconds",
        "Longest time for which a batch held the writer.",
        figures.longest_write_us,
        1e-6);
    add("last_run_timestamp_seconds", "When terms were last looked at.", figures.last_run_at, 1e-3);
}

void Housekeeping::start() {
    tasks_.spawn("retention", keep_terms());
    tasks_.spawn("erasures", finish_erasures());
}

void Housekeeping::stop() {
    tasks_.cancel();
}

asio::awaitable<void> Housekeeping::keep_terms() {
    while (true) {
        try {
            log_forgotten(co_await retention_.apply(), dry_run_);
        } catch (const store::StoreUnavailable& broken) {
            log_put_off("retention_put_off", broken);
        }
        co_await wait(between_terms);
    }
}

asio::awaitable<void> Housekeeping::finish_erasures() {
    while (true) {
        try {
            for (store::ErasureRecord& erasure : co_await store_.unfinished_erasures()) {
                const DecisionId id = erasure.id;
                const privacy::ErasureLimits limits;
                const auto done = co_await privacy::carry_out(
                    store_, std::move(erasure), relearn_, clock_.now(), limits
                );
                if (!done) continue;
                telemetry::log(
                    telemetry::Level::info,
                    "person_erased",
                    {{"erasure", std::string_view(id.value)}, {"comments", done->comments}}
                );
            }
        } catch (const store::StoreUnavailable& broken) {
            log_put_off("erasure_put_off", broken);
        }
        co_await wait(between_erasures);
    }
}

}  // namespace chaffinch::app
