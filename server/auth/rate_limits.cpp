// Token buckets.

#include "server/auth/rate_limits.h"

#include <algorithm>

namespace chaffinch::auth {

double RateLimits::left_at(const Bucket& bucket, Time now) const {
    // A steady clock never goes back, but two threads may come here in the other order.
    const double seconds = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
    return std::min(limit_.burst, bucket.left + seconds * limit_.per_second);
}

void RateLimits::forget_full(Time now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        return left_at(entry.second, now) >= limit_.burst;
    });
    // All of them busy: whoever is forgotten gets a burst more, which does less harm than growing.
    // Half of them at once, so that a look at all of them is paid by many that come after.
    if (buckets_.size() < most_buckets) return;
    while (buckets_.size() > most_buckets / 2) buckets_.erase(buckets_.begin());
}

bool RateLimits::take(const std::string& key, Time now) {
    if (limit_.per_second <= 0) return true;
    const std::scoped_lock lock(mutex_);
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
        if (buckets_.size() >= most_buckets) forget_full(now);
        found = buckets_.emplace(key, Bucket{.left = limit_.burst, .at = now}).first;
    }
    Bucket& bucket = found->second;
    bucket.left = left_at(bucket, now);
    bucket.at = std::max(bucket.at, now);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
}

std::size_t RateLimits::buckets() const {
    const std::scoped_lock lock(mutex_);
    return buckets_.size();
}

}  // namespace chaffinch::auth
