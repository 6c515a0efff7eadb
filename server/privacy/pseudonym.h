// What an address is kept as when its term is over.

#pragma once

#include "engine/types/timestamp.h"

#include <string>
#include <string_view>

namespace chaffinch::privacy {

/// "h:" and 16 characters of HMAC-SHA256 under a key of this installation and of the calendar month
/// of `now` (UTC), so that equal addresses stay comparable within a month's batch and no longer,
/// and nobody without the key can try all addresses. What is a pseudonym already stays.
std::string pseudonym(
    std::string_view installation_secret, std::string_view address, Timestamp now
);

}  // namespace chaffinch::privacy
