// Voucher: an administrator has looked at what a moderator in doubt answered, and says that it is
// right. Given and ended, never changed: the list of them is the audit of who trusted whom, when
// and why.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch {

struct Voucher {
    SiteId site{};
    ModeratorId moderator{};   ///< who is vouched for
    std::int64_t through = 0;  ///< sequence of the last lesson that it covers
    std::string by_login{};
    std::string note{};  ///< why
    Timestamp at{};
    std::optional<Timestamp> ended_at{};
    std::string ended_by_login{};  ///< with ended_at
};

}  // namespace chaffinch
