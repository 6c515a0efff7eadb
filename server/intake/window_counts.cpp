// Sliding windows.

#include "server/intake/window_counts.h"

#include <algorithm>

namespace chaffinch::intake {

namespace {

using Counts = boost::unordered_flat_map<std::uint64_t, std::uint32_t>;

/// True when that was the last of the key.
bool take_one(Counts& counts, std::uint64_t key) {
    const auto found = counts.find(key);
    if (found == counts.end() || --found->second > 0) return false;
    counts.erase(found);
    return true;
}

std::uint32_t count_in(const Counts& counts, std::uint64_t key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

/// The combination of two well-spread hashes (the multiplier is that of SplitMix64's sequence).
std::uint64_t combined(std::uint64_t key, std::uint64_t value) {
    const std::uint64_t mixed = (key ^ (value * 0x9E3779B97F4A7C15)) * 0xBF58476D1CE4E5B9;
    return mixed ^ (mixed >> 29U);
}

}  // namespace

WindowCounts::WindowCounts(std::chrono::milliseconds window, std::size_t most)
    : window_(window), most_(most) {}

void WindowCounts::add(std::uint64_t key, Timestamp at) {
    if (!arrivals_.empty() && at < arrivals_.back().at) {
        if (at < arrivals_.back().at - window_) {
            arrivals_.clear();
            counts_.clear();
        } else {
            at = arrivals_.back().at;
        }
    }
    expire(at);
    arrivals_.push_back({at, key});
    ++counts_[key];
    if (arrivals_.size() > most_) drop_oldest();
}

std::uint32_t WindowCounts::count(std::uint64_t key, Timestamp now) {
    expire(now);
    return count_in(counts_, key);
}

void WindowCounts::expire(Timestamp now) {
    while (!arrivals_.empty() && arrivals_.front().at <= now - window_) drop_oldest();
}

void WindowCounts::drop_oldest() {
    take_one(counts_, arrivals_.front().key);
    arrivals_.pop_front();
}

WindowDistinct::WindowDistinct(std::chrono::milliseconds window, std::size_t most)
    : window_(window), most_(most) {}

void WindowDistinct::add(std::uint64_t key, std::uint64_t value, Timestamp at) {
    if (!arrivals_.empty() && at < arrivals_.back().at) {
        if (at < arrivals_.back().at - window_) {
            arrivals_.clear();
            pairs_.clear();
            values_.clear();
        } else {
            at = arrivals_.back().at;
        }
    }
    expire(at);
    const std::uint64_t pair = combined(key, value);
    arrivals_.push_back({at, key, pair});
    if (++pairs_[pair] == 1) ++values_[key];
    if (arrivals_.size() > most_) drop_oldest();
}

std::uint32_t WindowDistinct::count(std::uint64_t key, Timestamp now) {
    expire(now);
    return count_in(values_, key);
}

void WindowDistinct::expire(Timestamp now) {
    while (!arrivals_.empty() && arrivals_.front().at <= now - window_) drop_oldest();
}

void WindowDistinct::drop_oldest() {
    const Arrival oldest = arrivals_.front();
    arrivals_.pop_front();
    if (take_one(pairs_, oldest.pair)) take_one(values_, oldest.key);
}

}  // namespace chaffinch::intake
