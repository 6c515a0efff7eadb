// The JSON of the operator's routes on learning: what was taught, and what is to be forgotten.
// Shapes: openapi.yaml.

#pragma once

#include "engine/types/result.h"
#include "server/learning/report.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::api {

/// Lessons of one site for which all that is said here holds.
struct WantedForgetting {
    SiteId site{};
    std::optional<std::string> moderator{};  ///< login
    std::optional<DecisionId> decision{};
    std::int64_t after = 0;  ///< with a sequence over this one
};

/// {site, moderator?, decision?, after?}: at least one of the last three, so that nobody forgets
/// everything by leaving something out.
Result<WantedForgetting> decode_forgetting(std::string_view body);

/// `logins`: by moderator id; one that is not in it is shown by id.
boost::json::object learning_reply(
    const learning::SiteDetail& site, const std::map<std::string, std::string>& logins
);

}  // namespace chaffinch::api
