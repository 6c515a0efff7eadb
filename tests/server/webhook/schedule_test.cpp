// The table of attempts, Retry-After, and what follows from each status.

#include "server/webhook/follow_up.h"
#include "server/webhook/retry_schedule.h"

#include <gtest/gtest.h>

namespace chaffinch::webhook {
namespace {

using namespace std::chrono_literals;

TEST(Schedule, IsTheTableOfStandardWebhooksWithJitter) {
    const std::chrono::milliseconds table[] = {5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
    std::chrono::milliseconds total{};
    for (int attempts = 1; attempts < most_attempts; ++attempts) {
        const auto wait = table[attempts - 1];
        EXPECT_EQ(*wait_after(attempts, 0.5), wait);
        EXPECT_EQ(*wait_after(attempts, 0.0), wait * 9 / 10);
        EXPECT_LE(*wait_after(attempts, 0.999), wait * 11 / 10);
        EXPECT_GT(*wait_after(attempts, 0.999), wait * 109 / 100);
        total += wait;
    }
    EXPECT_EQ(total, 75h + 35min + 5s);
    EXPECT_EQ(wait_after(most_attempts, 0.5), std::nullopt);
}

TEST(Schedule, LeavesASilentEndpointAloneForAMinuteAtMost) {
    EXPECT_EQ(pause_after(0), 0ms);
    EXPECT_LT(pause_after(1), *wait_after(1, 0.0));
    EXPECT_EQ(pause_after(3), 8s);
    EXPECT_EQ(pause_after(1'000'000), 60s);
}

TEST(Schedule, ReadsRetryAfterWithinBounds) {
    const struct {
        const char* value;
        std::optional<std::chrono::seconds> wait;
    } cases[] = {
        {"120", 120s},
        {"0", 1s},
        {"99999999", 6h},
        {"99999999999999999999999999", 6h},
        {"Thu, 01 Jan 1970 00:10:00 GMT", 500s},
        {"Thu, 01 Jan 1960 00:10:00 GMT", 1s},
        {"Fri, 31 Dec 2999 23:59:59 GMT", 6h},
        {"", std::nullopt},
        {"-5", std::nullopt},
        {"1.5", std::nullopt},
        {"soon", std::nullopt},
        {"Thu, 01 Jan 1970 00:10:00 GMT and more", std::nullopt},
    };

    for (const auto& expected : cases) {
        EXPECT_EQ(retry_after(expected.value, 100), expected.wait) << expected.value;
    }
}

const Timestamp now{std::chrono::milliseconds(1'700'000'000'000)};

store::AttemptOutcome after(int status, int attempts = 0, const std::string& retry = "") {
    store::DueDelivery due;
    due.delivery.attempts = attempts;
    return follow_up(due, {.status = status, .retry_after = retry}, {.at = now});
}

TEST(FollowUp, DeliversOnSuccessAndNothingElse) {
    for (const int status : {200, 201, 202, 204, 299}) {
        EXPECT_EQ(after(status).state, DeliveryState::delivered) << status;
    }
    for (const int status :
         {0, 101, 300, 301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 502, 503, 504, 999}) {
        SCOPED_TRACE(status);
        const auto outcome = after(status);
        EXPECT_EQ(outcome.state, DeliveryState::due);
        EXPECT_EQ(outcome.due_at, now + 5s);
        EXPECT_EQ(outcome.disable_endpoint_why, "");
        EXPECT_EQ(after(status, most_attempts - 1).state, DeliveryState::dead);
    }
}

TEST(FollowUp, EndsAnEndpointThatIsGone) {
    const auto outcome = after(410);
    EXPECT_EQ(outcome.state, DeliveryState::dead);
    EXPECT_NE(outcome.disable_endpoint_why, "");
}

TEST(FollowUp, PausesTheWholeEndpointWhenItAsksOrIsSilent) {
    for (const int status : {0, 429, 502, 503, 504}) {
        EXPECT_EQ(after(status).pause_endpoint_until, now + 2s) << status;
    }
    for (const int status : {200, 302, 404, 500}) {
        EXPECT_EQ(after(status).pause_endpoint_until, now) << status;
    }
    const auto asked = after(429, 0, "120");
    EXPECT_EQ(asked.pause_endpoint_until, now + 120s);
    EXPECT_EQ(asked.due_at, now + 120s);
    EXPECT_EQ(after(503, 0, "99999999").due_at, now + 6h);
    EXPECT_EQ(after(429, 1, "1").due_at, now + 5min) << "not earlier than the table";
}

}  // namespace
}  // namespace chaffinch::webhook
