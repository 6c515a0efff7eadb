// What moderators prove themselves with beside a password, as the server remembers it.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "server/records/site.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch {

/// What a personal token may do at most; the moderator's role limits it further. Stored by name.
enum class TokenScope : std::uint8_t {
    read,
    decide,  ///< and read
};

/// For a script of a moderator's own. It reads and decides, and never changes an account.
struct PersonalToken {
    std::string id{};  ///< public part of "mt_<id>_<secret>"
    ModeratorId moderator{};
    std::string name{};  ///< what it is for, in its owner's words
    TokenScope scope = TokenScope::read;
    SecretHash secret_hash{};
    Timestamp created_at{};
    std::optional<Timestamp> last_used_at{};  ///< to the minute
    std::optional<Timestamp> expires_at{};
    std::optional<Timestamp> revoked_at{};
};

/// 20 bytes of secret under XChaCha20-Poly1305: nonce, tag and text.
using SealedTotpSecret = std::array<std::uint8_t, 60>;

/// Time-based one-time codes (RFC 6238).
struct SecondFactor {
    SealedTotpSecret secret{};
    bool active = false;  ///< false: shown to its owner, who has not answered with a code yet
    std::int64_t last_step = 0;  ///< of the newest accepted code
};

/// Members that are absent stay as they are.
struct ModeratorChange {
    std::optional<Role> role{};
    std::optional<std::vector<SiteId>> sites{};
    std::optional<bool> disabled{};
    std::optional<std::string> password_hash{};
    bool remove_second_factor = false;
};

}  // namespace chaffinch
