// RateLimits: how many requests a second one key may make. A token bucket each: it holds `burst`
// requests and gets `per_second` back, so that a burst passes and a flood does not
// (reliability.md, 4.9).
//
// Bounded memory: a bucket that is full again is the same as none, and is forgotten when there are
// many. Any thread.

#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace chaffinch::auth {

struct RateLimit {
    double per_second = 50;  ///< 0: no limit
    double burst = 100;
};

class RateLimits {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Buckets looked at before the full ones are forgotten, and the most that are kept.
    static constexpr std::size_t most_buckets = 10'000;

    explicit RateLimits(RateLimit limit) : limit_(limit) {}

    /// Whether one more request of `key` may pass now; it is counted when it may.
    [[nodiscard]] bool take(const std::string& key, Time now);

    [[nodiscard]] std::size_t buckets() const;

  private:
    struct Bucket {
        double left = 0;
        Time at{};
    };

    [[nodiscard]] double left_at(const Bucket& bucket, Time now) const;
    void forget_full(Time now);

    RateLimit limit_;
    mutable std::mutex mutex_{};
    std::unordered_map<std::string, Bucket> buckets_{};
};

}  // namespace chaffinch::auth
