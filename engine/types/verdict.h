// Verdict: what the engine says of one comment, with every reason for it.

#pragma once

#include "engine/types/signal.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch {

/// Ordered from mild to severe.
enum class Outcome : std::uint8_t { approve, hold, reject };

std::string_view name(Outcome outcome);

struct ReasonScore {
    Reason reason = Reason::none;
    double score = 0;  ///< points this reason contributed

    friend bool operator==(const ReasonScore&, const ReasonScore&) = default;
};

/// Versions of everything that judged: equal comment, facts and provenance give an equal verdict.
struct Provenance {
    std::string rules{};
    std::string model{};
    std::string policy{};
};

struct Verdict {
    Outcome outcome = Outcome::approve;
    bool escalated = false;              ///< first in the queue: a person is wanted now
    bool discard = false;                ///< so plainly spam that the site need not keep it
    double score = 0;                    ///< total of log-odds points after caps
    std::vector<ReasonScore> reasons{};  ///< most important first; empty for a plain approval
    Signals signals{};
    Provenance provenance{};
};

}  // namespace chaffinch
