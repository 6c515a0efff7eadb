// What learning can tell of itself, as text for a person and as numbers for the metrics.

#pragma once

#include "engine/types/ids.h"
#include "server/learning/curve.h"
#include "server/learning/taught_site.h"

#include <cstddef>
#include <string>
#include <vector>

namespace chaffinch::learning {

/// One site, as of its last change.
struct SiteReport {
    SiteId site{};
    std::size_t lessons = 0;  ///< in force
    Tally tally{};
    Curve curve{};
};

/// All sites together. Shares are of each site's newest full window, weighed alike; of no full
/// window: 1.
struct Overview {
    std::size_t lessons = 0;
    std::size_t held_out = 0;
    std::size_t waiting = 0;
    std::size_t capped = 0;
    std::size_t batches_refused = 0;
    std::size_t alarms = 0;
    double accuracy = 1;
    double ham_accuracy = 1;
    double agreement = 1;
};

Overview overview_of(const std::vector<SiteReport>& sites);

/// A few lines, then a table of windows, oldest first.
std::string report_text(const SiteReport& site);

}  // namespace chaffinch::learning
