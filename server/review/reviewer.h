// Reviewer: who works on the queue, and for which sites.

#pragma once

#include "engine/types/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace chaffinch::review {

struct Reviewer {
    ModeratorId id{};
    std::string login{};
    std::vector<SiteId> sites{};  ///< empty: all
};

/// The sites asked for (none: all of the reviewer), as far as the reviewer may see them; an empty
/// list means all. nullopt: none of them.
std::optional<std::vector<SiteId>> permitted_sites(
    const Reviewer& reviewer, const std::vector<SiteId>& asked
);

}  // namespace chaffinch::review
