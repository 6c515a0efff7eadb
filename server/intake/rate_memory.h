// RateMemory: how often the same author, network, link host and text came lately, on each site.
//
// Kept in memory, because asking the store would cost more than the verdict; filled again from the
// store at the start (Intake::recall). Bounded: at most some 60 MB under a flood, and then the
// windows grow shorter instead (window_counts.h). Thread-safe.

#pragma once

#include "engine/types/facts.h"
#include "engine/types/ids.h"
#include "server/intake/window_counts.h"
#include "server/store/submissions.h"

#include <cstdint>
#include <mutex>
#include <string_view>

namespace chaffinch::intake {

class RateMemory {
  public:
    /// `seed` makes the hashes of names unforeseeable from outside.
    explicit RateMemory(std::uint64_t seed);

    /// What came before, of the same author, network, text and hosts; what is empty of these stays
    /// unknown. Counts end at 1,000, beyond which no rule cares.
    RateFacts rates(const store::Arrival& arrival);

    /// Counts a comment that was stored.
    void add(const store::Arrival& arrival);

  private:
    [[nodiscard]] std::uint64_t key(char kind, const SiteId& site, std::string_view value) const;

    std::uint64_t seed_;
    std::mutex mutex_{};
    WindowCounts authors_;
    WindowCounts networks_;
    WindowCounts texts_;
    WindowDistinct hosts_;
};

}  // namespace chaffinch::intake
