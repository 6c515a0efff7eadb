// The loop, and the life of one attempt.

#include "server/webhook/dispatcher.h"

#include "server/telemetry/log.h"
#include "server/webhook/follow_up.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace chaffinch::webhook {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// More endpoints than can be busy at once, so that busy ones do not hide the others.
constexpr std::size_t endpoints_a_look = 64;
constexpr auto between_purges = 10min;
constexpr std::size_t purged_at_once = 500;

/// After an outcome could not be stored: sending on would repeat the same messages at full speed.
constexpr auto hold_after_store_failure = 30s;

void log_failure(const char* event, const std::exception& failure) {
    telemetry::log(telemetry::Level::error, event, {{"detail", std::string_view(failure.what())}});
}

}  // namespace

/// What run() and its tasks share. Touched on run()'s strand only.
struct Dispatcher::Shared {
    explicit Shared(asio::any_io_executor where) : strand(std::move(where)), wake(strand) {}

    asio::any_io_executor strand;
    asio::steady_timer wake;
    bool woken = false;
    std::set<DeliveryId> in_flight{};
    std::map<EndpointId, std::size_t> of_endpoint{};
    /// Finished while the store is being asked: its answer may be older than their outcome.
    std::set<DeliveryId> finished_meanwhile{};
    std::chrono::steady_clock::time_point hold_until{};

    void finished(const DeliveryId& delivery, const EndpointId& endpoint) {
        in_flight.erase(delivery);
        finished_meanwhile.insert(delivery);
        if (--of_endpoint[endpoint] == 0) of_endpoint.erase(endpoint);
        woken = true;
        wake.cancel();
    }
};

namespace {

/// Tells run() that a place is free again, however the attempt ended.
template <class Shared>
class Place {
  public:
    Place(std::shared_ptr<Shared> shared, const store::DueDelivery& due)
        : shared_(std::move(shared)), delivery_(due.delivery.id), endpoint_(due.endpoint.id) {}

    ~Place() {
        const auto until = hold_ ? std::chrono::steady_clock::now() + hold_after_store_failure
                                 : std::chrono::steady_clock::time_point{};
        auto tell = [shared = shared_, delivery = delivery_, endpoint = endpoint_, until] {
            shared->hold_until = std::max(shared->hold_until, until);
            shared->finished(delivery, endpoint);
        };
        asio::post(shared_->strand, std::move(tell));
    }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    void hold() { hold_ = true; }

  private:
    std::shared_ptr<Shared> shared_;
    DeliveryId delivery_;
    EndpointId endpoint_;
    bool hold_ = false;
};

}  // namespace

Dispatcher::Dispatcher(
    store::WebhookStore& store,
    outgoing::Client& client,
    const outgoing::TargetPolicy& policy,
    MessageFormats formats,
    const runtime::Clock& clock,
    std::function<double()> jitter,
    DispatcherOptions options
)
    : store_(store),
      client_(client),
      policy_(policy),
      formats_(std::move(formats)),
      clock_(clock),
      jitter_(std::move(jitter)),
      options_(options) {}

Dispatcher::~Dispatcher() = default;

DispatcherCounts Dispatcher::counts() const {
    return {
        .delivered = delivered_.load(),
        .failed_attempts = failed_attempts_.load(),
        .dead = dead_.load(),
        .disabled = disabled_.load(),
    };
}

asio::awaitable<void> Dispatcher::run(runtime::TaskGroup& group) {
    shared_ = std::make_shared<Shared>(co_await asio::this_coro::executor);
    Shared& shared = *shared_;
    while (true) {
        shared.woken = false;
        bool failed = false;
        try {
            co_await start_due(group);
            co_await purge_when_time();
        } catch (const boost::system::system_error&) {
            throw;  // cancelled
        } catch (const std::exception& failure) {
            failed = true;
            log_failure("webhook_store_failed", failure);
        }
        if (shared.woken && !failed) continue;
        shared.wake.expires_after(failed ? hold_after_store_failure : options_.poll);
        boost::system::error_code ended;
        co_await shared.wake.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) co_return;
    }
}

asio::awaitable<void> Dispatcher::start_due(runtime::TaskGroup& group) {
    const std::shared_ptr<Shared> shared = shared_;
    if (shared->in_flight.size() >= options_.in_all) co_return;
    if (std::chrono::steady_clock::now() < shared->hold_until) co_return;
    shared->finished_meanwhile.clear();
    auto due =
        co_await store_.due_deliveries(clock_.now(), endpoints_a_look, 2 * options_.per_endpoint);
    for (store::DueDelivery& one : due) {
        if (shared->in_flight.size() >= options_.in_all) break;
        const DeliveryId id = one.delivery.id;
        std::size_t& busy = shared->of_endpoint[one.endpoint.id];
        const bool stale = shared->finished_meanwhile.contains(id);
        if (!stale && busy < options_.per_endpoint && shared->in_flight.insert(id).second) {
            ++busy;
            group.spawn("webhook delivery", send(std::move(one), shared));
        } else if (busy == 0) {
            shared->of_endpoint.erase(one.endpoint.id);
        }
    }
}

asio::awaitable<void> Dispatcher::purge_when_time() {
    const auto now = clock_.steady_now();
    if (now < next_purge_) co_return;
    const std::size_t purged =
        co_await store_.purge_deliveries(clock_.now() - options_.keep_log, purged_at_once);
    if (purged < purged_at_once) next_purge_ = now + between_purges;
}

asio::awaitable<void> Dispatcher::send(store::DueDelivery due, std::shared_ptr<Shared> shared) {
    Place<Shared> place(std::move(shared), due);
    AttemptTime time{.at = clock_.now(), .jitter = jitter_()};
    const auto began = clock_.steady_now();
    const outgoing::Answer answer = co_await answer_to(due);
    time.took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - began);
    const store::AttemptOutcome outcome = follow_up(due, answer, time);
    try {
        co_await store_.record_attempt(outcome);
    } catch (...) {
        place.hold();
        throw;
    }
    count(due, outcome);
}

asio::awaitable<outgoing::Answer> Dispatcher::answer_to(const store::DueDelivery& due) {
    const auto format = formats_.find(due.endpoint.format);
    auto target = outgoing::parse_target(due.endpoint.url, policy_);
    // The settings may have become stricter since it was added.
    if (!target || format == formats_.end()) co_return outgoing::Answer{};
    std::optional<Message> message;
    try {
        message = co_await format->second->write(due, clock_.now());
    } catch (const boost::system::system_error&) {
        throw;
    } catch (const std::exception& failure) {
        log_failure("webhook_message_failed", failure);
        co_return outgoing::Answer{};
    }
    if (!message) co_return outgoing::Answer{.status = 204};
    outgoing::OutgoingRequest request{
        .target = *std::move(target),
        .headers = std::move(message->headers),
        .body = std::move(message->body),
    };
    co_return co_await client_.post(std::move(request));
}

void Dispatcher::count(const store::DueDelivery& due, const store::AttemptOutcome& outcome) {
    if (outcome.state == DeliveryState::delivered) {
        ++delivered_;
        return;
    }
    ++failed_attempts_;
    if (outcome.state == DeliveryState::dead) {
        ++dead_;
        telemetry::log(
            telemetry::Level::warning,
            "webhook_given_up",
            {{"endpoint", std::string_view(due.endpoint.id.value)},
             {"delivery", std::string_view(due.delivery.id.value)}}
        );
    }
    if (!outcome.disable_endpoint_why.empty()) {
        ++disabled_;
        telemetry::log(
            telemetry::Level::warning,
            "webhook_disabled",
            {{"endpoint", std::string_view(due.endpoint.id.value)},
             {"why", std::string_view(outcome.disable_endpoint_why)}}
        );
    }
}

}  // namespace chaffinch::webhook
