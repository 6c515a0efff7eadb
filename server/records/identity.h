// Who somebody is in the words of an OpenID Connect provider, and the account that this opens.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch {

/// OpenID Connect Core 1.0, section 2.
inline constexpr std::size_t longest_subject = 255;

/// Whether this may be somebody's address: one '@' within, no space or control character, 254 bytes
/// (RFC 5321) at most.
bool is_email(std::string_view email);

/// ASCII letters in lower case. Others stay: two addresses that look alike are two.
std::string folded_email(std::string email);

/// What a provider says of somebody, after signature and claims were checked.
struct ProvenIdentity {
    std::string issuer{};
    std::string subject{};  ///< stable and never given to another person (OIDC Core 8)
    std::optional<std::string> verified_email{};  ///< ASCII letters in lower case
};

/// The identity that logs in to a moderator's account, at most one an account.
struct LinkedIdentity {
    std::string issuer{};
    /// Absent: the first who logs in with the verified e-mail below is taken, and only he from then
    /// on. An address may be given to another person later, a subject may not.
    std::optional<std::string> subject{};
    std::optional<std::string> email{};  ///< ASCII letters in lower case
    Timestamp linked_at{};
    std::optional<Timestamp> last_used_at{};
};

}  // namespace chaffinch
