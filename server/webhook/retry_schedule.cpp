// The table of waits, and Retry-After (RFC 9110 section 10.2.3).

#include "server/webhook/retry_schedule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>

namespace chaffinch::webhook {

using namespace std::chrono_literals;

namespace {

constexpr std::array<std::chrono::milliseconds, most_attempts - 1> waits{
    5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h
};
constexpr double spread = 0.1;
constexpr std::int64_t shortest_wait = 1;
constexpr std::int64_t longest_wait = 6LL * 60 * 60;

}  // namespace

std::optional<std::chrono::milliseconds> wait_after(int attempts, double jitter) {
    if (attempts < 1 || attempts >= most_attempts) return std::nullopt;
    const auto wait = waits.at(static_cast<std::size_t>(attempts) - 1);
    const double factor = 1.0 - spread + 2.0 * spread * std::clamp(jitter, 0.0, 1.0);
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(wait.count()) * factor)
    );
}

std::chrono::milliseconds pause_after(int failures) {
    if (failures < 1) return 0ms;
    return std::min<std::chrono::milliseconds>(1s * (1 << std::min(failures, 6)), 60s);
}

std::optional<std::chrono::seconds> retry_after(std::string_view value, std::int64_t unix_now) {
    std::int64_t wait = 0;
    const bool digits =
        !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits) {
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), wait);
        if (failed == std::errc::result_out_of_range) wait = longest_wait;
    } else {
        std::tm date{};
        const std::string text(value.substr(0, 64));
        const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
        if (end == nullptr || *end != '\0') return std::nullopt;
        wait = static_cast<std::int64_t>(timegm(&date)) - unix_now;
    }
    return std::chrono::seconds(std::clamp(wait, shortest_wait, longest_wait));
}

}  // namespace chaffinch::webhook
