// What follows from an answer: done, again later, given up; a pause or an end for the endpoint.

#pragma once

#include "server/outgoing/answer.h"
#include "server/store/webhooks.h"

#include <chrono>

namespace chaffinch::webhook {

/// When an attempt was made, and a random number in [0, 1) to spread the next one.
struct AttemptTime {
    Timestamp at{};
    std::chrono::milliseconds took{};
    double jitter = 0.5;
};

/// 2xx delivers. 410 gives up and disables the endpoint. Everything else, redirects included, is
/// tried again by the table of retry_schedule.h, and not before Retry-After. An endpoint that asks
/// for it (429, 502, 503, 504) or does not answer is left alone for a while as a whole.
store::AttemptOutcome follow_up(
    const store::DueDelivery& due, const outgoing::Answer& answer, const AttemptTime& time
);

}  // namespace chaffinch::webhook
