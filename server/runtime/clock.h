// Clock: the two times the server asks for, as an interface, so that a test can turn the hands.
//
// Wall time goes into records and may jump (NTP, an operator); steady time measures waits and never
// does. Every deadline, back-off and rate is steady; every stored instant is wall time.

#pragma once

#include "engine/types/timestamp.h"

#include <chrono>
#include <mutex>

namespace chaffinch::runtime {

class Clock {
  public:
    virtual ~Clock() = default;

    /// UTC, whole milliseconds. Any thread.
    [[nodiscard]] virtual Timestamp now() const = 0;

    /// For differences only. Any thread.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steady_now() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override;
};

/// Stands still until told otherwise.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Timestamp start);

    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override;

    /// Both times move on. A negative step is our own bug.
    void advance(std::chrono::milliseconds step);

    /// Only wall time moves, in either direction: an operator who sets the clock.
    void set_wall_time(Timestamp time);

  private:
    mutable std::mutex mutex_{};
    Timestamp wall_;
    std::chrono::steady_clock::time_point steady_{};
};

}  // namespace chaffinch::runtime
