// Sites, their keys, moderators and sessions as the server remembers them.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch {

/// SHA-256 of a secret. Secrets themselves are shown once and never stored.
using SecretHash = std::array<std::uint8_t, 32>;

struct Site {
    SiteId id{};  ///< short name chosen by the operator: [a-z0-9][a-z0-9-]{0,62}
    std::string name{};
    Timestamp created_at{};
    /// Whether a site key sees weights and terms of signals; off by default, since a public score is
    /// an oracle for attackers.
    bool signals_for_site = false;
};

struct SiteKey {
    std::string key_id{};  ///< public part of "ck_<key id>_<secret>"
    SiteId site{};
    SecretHash secret_hash{};
    Timestamp created_at{};
    std::optional<Timestamp> revoked_at{};
};

/// Stored by name, never by number.
enum class Role : std::uint8_t { viewer, moderator, admin, op };

struct Moderator {
    ModeratorId id{};
    std::string login{};  ///< lower case, unique
    Role role = Role::moderator;
    std::vector<SiteId> sites{};  ///< empty: all sites
    std::string password_hash{};  ///< argon2id, crypto_pwhash_str format
    Timestamp created_at{};
    bool disabled = false;
};

struct Session {
    SecretHash id_hash{};
    ModeratorId moderator{};
    Timestamp created_at{};
    Timestamp last_seen_at{};
};

}  // namespace chaffinch
