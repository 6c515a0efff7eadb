// Snapshot<T>: an immutable value that is replaced as a whole while others still read the old one
// (rules, model, policy). Readers keep what they took for as long as they need it.
//
// A pointer behind a small mutex: std::atomic<std::shared_ptr> of libstdc++ 12 is reported as a
// race by ThreadSanitizer. The lock covers the copy of one pointer and nothing else.

#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace chaffinch::runtime {

template <class T>
class Snapshot {
  public:
    explicit Snapshot(std::shared_ptr<const T> initial) : current_(std::move(initial)) {}

    /// Never null unless null was published. Any thread.
    [[nodiscard]] std::shared_ptr<const T> get() const {
        const std::scoped_lock lock(mutex_);
        return current_;
    }

    /// From now on get() returns `next`. The old value ends with its last reader, outside the lock.
    void publish(std::shared_ptr<const T> next) {
        {
            const std::scoped_lock lock(mutex_);
            current_.swap(next);
        }
    }

  private:
    mutable std::mutex mutex_{};
    std::shared_ptr<const T> current_;
};

}  // namespace chaffinch::runtime
