// The JSON of the operator's routes on learning: what was taught, what is to be forgotten, and who
// is vouched for. Shapes: openapi.yaml.

#pragma once

#include "engine/types/result.h"
#include "server/learning/report.h"
#include "server/records/voucher.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// For what a moderator has taught a site until now.
struct WantedVoucher {
    SiteId site{};
    std::string moderator{};  ///< login
    std::string note{};
};

/// {site, moderator, note?}.
Result<WantedVoucher> decode_voucher(std::string_view body);

/// {site, moderator}: to end one.
Result<WantedVoucher> decode_voucher_end(std::string_view body);

boost::json::object voucher_reply(
    const Voucher& voucher, const std::map<std::string, std::string>& logins
);

/// `vouchers`: those of the site. `logins`: by moderator id; one that is not in it is shown by id.
boost::json::object learning_reply(
    const learning::SiteDetail& site,
    const std::vector<Voucher>& vouchers,
    const std::map<std::string, std::string>& logins
);

}  // namespace chaffinch::api
