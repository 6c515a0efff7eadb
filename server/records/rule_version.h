// One edition of the rules that a site wrote for itself. Editions are added, never changed: the
// list of them is the audit of who changed what, when and why.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch {

struct RuleVersion {
    SiteId site{};
    std::int64_t version = 0;  ///< 1, 2, 3 ... of the site; the newest is in force
    std::string text{};        ///< YAML; empty: no rules of its own
    std::string note{};        ///< why, by who published it
    std::optional<std::int64_t> restored_from{};
    ModeratorId moderator{};
    std::string moderator_login{};
    Timestamp at{};
};

}  // namespace chaffinch
