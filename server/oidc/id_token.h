// An id token becomes an identity, or nothing (OpenID Connect Core 1.0, section 3.1.3.7).

#pragma once

#include "engine/types/result.h"
#include "engine/types/timestamp.h"
#include "server/oidc/key_set.h"
#include "server/records/identity.h"

#include <chrono>
#include <string>
#include <string_view>

namespace chaffinch::oidc {

/// How far the clocks of two servers may lie apart.
inline constexpr std::chrono::seconds clock_skew{60};

struct Expected {
    std::string issuer{};
    std::string client_id{};
    std::string nonce{};
    Timestamp now{};
};

/// Total on any bytes. Errors: as KeySet::payload_of(), and unauthenticated with the claim that is
/// wrong. The sentences hold nothing of the token.
Result<ProvenIdentity> check_id_token(
    std::string_view token, const KeySet& keys, const Expected& expected
);

}  // namespace chaffinch::oidc
