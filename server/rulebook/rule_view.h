// RuleView: one effective rule of a site as people read it, and whose it is.

#pragma once

#include "engine/pipeline/engine_files.h"
#include "engine/rules/rule_set.h"
#include "engine/types/reason.h"
#include "engine/types/signal.h"
#include "engine/types/timestamp.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rulebook {

struct RuleView {
    std::string id{};
    int rev = 1;
    bool composite = false;
    std::string description{};
    Reason reason = Reason::none;
    double score = 0;
    Action action = Action::score;
    std::string group{};
    std::string mode{};  ///< "on", "shadow", "off"
    RuleOrigin origin = RuleOrigin::shipped;
    std::string file{};
    int line = 0;
    std::optional<RuleOrigin> changed_by{};  ///< the later layer that changed score, mode or exempt
    std::string when{};                      ///< the condition on one line
    std::optional<Timestamp> expires{};
    std::string owner{};
    std::string added{};  ///< date as written, or empty
    std::size_t tests = 0;
};

/// In order of id.
std::vector<RuleView> views_of(const rules::RuleSet& rules);

}  // namespace chaffinch::rulebook
