// Claim: a lease of one moderator on one item of the queue.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <string>

namespace chaffinch {

/// Nobody else is given the item meanwhile, and others decide on it only by taking it over. It ends
/// by time, and with any change of the comment: a claim is on the version that was claimed.
struct Claim {
    ModeratorId moderator{};
    std::string moderator_login{};
    Timestamp until{};
};

}  // namespace chaffinch
