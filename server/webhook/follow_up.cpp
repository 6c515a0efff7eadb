// The table of statuses, after the delivery section of Standard Webhooks 1.0.

#include "server/webhook/follow_up.h"

#include "server/webhook/retry_schedule.h"

#include <algorithm>

namespace chaffinch::webhook {

namespace {

constexpr int gone = 410;

const char* outcome_word(int status) {
    if (status == 0) return "unreachable";
    if (status >= 200 && status < 300) return "delivered";
    if (status >= 300 && status < 400) return "redirect";
    return status == gone ? "gone" : "refused";
}

bool asks_for_a_pause(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

store::AttemptOutcome follow_up(
    const store::DueDelivery& due, const outgoing::Answer& answer, const AttemptTime& time
) {
    store::AttemptOutcome outcome;
    outcome.delivery = due.delivery.id;
    outcome.attempt = {
        .at = time.at,
        .took = time.took,
        .status = answer.status,
        .outcome = outcome_word(answer.status),
    };
    const Timestamp now = time.at + time.took;
    outcome.pause_endpoint_until = now;
    if (answer.status >= 200 && answer.status < 300) return outcome;
    if (answer.status == gone) {
        outcome.state = DeliveryState::dead;
        outcome.disable_endpoint_why = "it answered 410 Gone";
        return outcome;
    }
    const auto unix_now = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto asked_wait = retry_after(answer.retry_after, unix_now);
    if (asks_for_a_pause(answer.status) || answer.status == 0) {
        outcome.pause_endpoint_until = now + pause_after(due.endpoint.failures + 1);
        if (asked_wait) outcome.pause_endpoint_until = now + *asked_wait;
    }
    const auto wait = wait_after(due.delivery.attempts + 1, time.jitter);
    if (!wait) {
        outcome.state = DeliveryState::dead;
        return outcome;
    }
    outcome.state = DeliveryState::due;
    outcome.due_at =
        now +
        std::max(*wait, std::chrono::milliseconds(asked_wait.value_or(std::chrono::seconds(0))));
    return outcome;
}

}  // namespace chaffinch::webhook
