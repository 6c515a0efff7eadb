// The system's clocks, and the one that tests turn by hand.

#include "server/runtime/clock.h"

#include <cassert>

namespace chaffinch::runtime {

Timestamp SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady_now() const {
    return std::chrono::steady_clock::now();
}

ManualClock::ManualClock(Timestamp start) : wall_(start) {}

Timestamp ManualClock::now() const {
    const std::scoped_lock lock(mutex_);
    return wall_;
}

std::chrono::steady_clock::time_point ManualClock::steady_now() const {
    const std::scoped_lock lock(mutex_);
    return steady_;
}

void ManualClock::advance(std::chrono::milliseconds step) {
    assert(step.count() >= 0);
    const std::scoped_lock lock(mutex_);
    wall_ += step;
    steady_ += step;
}

void ManualClock::set_wall_time(Timestamp time) {
    const std::scoped_lock lock(mutex_);
    wall_ = time;
}

}  // namespace chaffinch::runtime
