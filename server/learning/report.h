// What learning can tell of itself: numbers for the metrics, and all of it for a person, as text
// and as a page.

#pragma once

#include "engine/evaluation/report.h"
#include "engine/types/ids.h"
#include "server/learning/curve.h"
#include "server/learning/stretch.h"
#include "server/learning/taught_site.h"

#include <cstddef>
#include <map>
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

/// One site in full.
struct SiteDetail {
    SiteReport report{};
    std::vector<Stretch> stretches{};  ///< the ledger, oldest first; moderators by id
    /// Moderators (by id) in doubt, and how many of their lessons wait for it.
    std::map<std::string, std::size_t> doubts{};
    /// What the layers gave out before each of the newest lessons, against the answers: all, then
    /// by label ("corpus spam", "corpus abuse").
    evaluation::Report foretold{};
};

/// `report` with its curve as of now, and the rest.
SiteDetail detail_of(SiteReport report, const TaughtSite& site);

/// All sites together. Shares are of each site's newest full window, weighed alike; of no full
/// window: 1.
struct Overview {
    std::size_t lessons = 0;
    std::size_t held_out = 0;
    std::size_t waiting = 0;
    std::size_t capped = 0;
    std::size_t doubted = 0;
    std::size_t moderators_in_doubt = 0;
    std::size_t batches_refused = 0;
    std::size_t alarms = 0;
    double accuracy = 1;
    double ham_accuracy = 1;
    double agreement = 1;
};

Overview overview_of(const std::vector<SiteReport>& sites);

/// A few lines, a table of windows, oldest first, then the reliability diagram in characters.
std::string report_text(const SiteDetail& site);

/// One page without script or outside links; the curve and the reliability diagram are inline SVG.
std::string report_html(const std::vector<SiteDetail>& sites);

}  // namespace chaffinch::learning
