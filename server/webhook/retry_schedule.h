// When a delivery is tried again. The table is that of Standard Webhooks 1.0: ten attempts over 75
// hours and 35 minutes, so that a receiver that fails on Friday night still hears on Monday.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chaffinch::webhook {

constexpr int most_attempts = 10;

/// The wait after `attempts` failed ones, spread by up to a tenth either way (`jitter` in [0, 1)),
/// so that those who failed together do not come back together. nullopt: give up.
std::optional<std::chrono::milliseconds> wait_after(int attempts, double jitter);

/// How long an endpoint is left alone after `failures` attempts in a row, so that one that hangs
/// does not hold our connections: 2, 4, 8 ... seconds, a minute at most. Never longer than the
/// first retry needs it to be.
std::chrono::milliseconds pause_after(int failures);

/// The value of Retry-After in seconds, brought between 1 second and 6 hours. Also reads the date
/// form, against `unix_now`. nullopt when it is neither.
std::optional<std::chrono::seconds> retry_after(std::string_view value, std::int64_t unix_now);

}  // namespace chaffinch::webhook
