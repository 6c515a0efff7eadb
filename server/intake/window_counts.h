// WindowCounts: how often each key came within a window of time that ends now.
//
// Exact as long as no more than `most` arrivals lie within the window: each arrival stands in a
// queue in order of time and leaves when the window has passed it, so adding and asking cost O(1)
// (amortised). Beyond `most` the oldest leave early: the count is then one of a shorter window.
// About 40 bytes an arrival. Not thread-safe.

#pragma once

#include "engine/types/timestamp.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace chaffinch::intake {

class WindowCounts {
  public:
    WindowCounts(std::chrono::milliseconds window, std::size_t most);

    /// Keys are hashes, so spread them well. A time before the newest counts as the newest, since
    /// clocks step back a little; one by more than the window starts the count anew.
    void add(std::uint64_t key, Timestamp at);

    /// Arrivals of the key after `now - window`.
    std::uint32_t count(std::uint64_t key, Timestamp now);

    [[nodiscard]] std::size_t size() const { return arrivals_.size(); }

  private:
    struct Arrival {
        Timestamp at;
        std::uint64_t key;
    };

    void expire(Timestamp now);
    void drop_oldest();

    std::chrono::milliseconds window_;
    std::size_t most_;
    std::deque<Arrival> arrivals_{};
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> counts_{};
};

/// How many different values each key came with within the window. The same promises.
class WindowDistinct {
  public:
    WindowDistinct(std::chrono::milliseconds window, std::size_t most);

    void add(std::uint64_t key, std::uint64_t value, Timestamp at);
    std::uint32_t count(std::uint64_t key, Timestamp now);

  private:
    struct Arrival {
        Timestamp at;
        std::uint64_t key;
        std::uint64_t pair;
    };

    void expire(Timestamp now);
    void drop_oldest();

    std::chrono::milliseconds window_;
    std::size_t most_;
    std::deque<Arrival> arrivals_{};
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> pairs_{};
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> values_{};
};

}  // namespace chaffinch::intake
