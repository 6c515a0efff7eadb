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

/// What the Akismet door answers for a comment that waits for a moderator: that protocol has two
/// answers only. Stored by name.
enum class HoldAnswer : std::uint8_t {
    spam,   ///< nothing is published that nobody has seen
    ham,    ///< published after a while unless a moderator rejects it ("recheck after")
    score,  ///< spam from the middle between the two thresholds on, else ham
};

struct AkismetSettings {
    HoldAnswer hold = HoldAnswer::spam;
    /// Whether submit-spam and submit-ham decide like a moderator of the site, and teach.
    bool feedback_decides = true;
};

struct Site {
    SiteId id{};  ///< short name chosen by the operator: [a-z0-9][a-z0-9-]{0,62}
    std::string name{};
    Timestamp created_at{};
    /// Whether a site key sees weights and terms of signals; off by default, since a public score
    /// is an oracle for attackers.
    bool signals_for_site = false;
    AkismetSettings akismet{};
};

struct SiteKey {
    std::string key_id{};  ///< public part of "ck_<key id>_<secret>"
    SiteId site{};
    SecretHash secret_hash{};
    Timestamp created_at{};
    std::optional<Timestamp> revoked_at{};
};

/// A key of the Akismet door. Its text follows from the installation's secret, the site and the
/// generation (auth::akismet_key_text), so it can be sent back in a callback and is stored nowhere.
struct AkismetKey {
    SiteId site{};
    int generation = 1;  ///< 1, 2, 3 ... of the site
    SecretHash hash{};   ///< SHA-256 of the text
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
    bool has_second_factor = false;
};

struct Session {
    SecretHash id_hash{};
    ModeratorId moderator{};
    Timestamp created_at{};
    Timestamp last_seen_at{};
};

}  // namespace chaffinch
