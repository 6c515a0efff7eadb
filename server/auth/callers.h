// Who is calling: a site, a client of the Akismet door, or a moderator.

#pragma once

#include "server/records/credentials.h"
#include "server/records/site.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::auth {

struct SiteCaller {
    SiteId site{};
    bool sees_signals = false;
};

/// A caller of the Akismet door.
struct AkismetCaller {
    SiteId site{};
    AkismetSettings settings{};
    bool revoked = false;     ///< the key was right once: a newer one took its place
    bool over_limit = false;  ///< too many calls in too little time
};

struct ModeratorCaller {
    ModeratorId id{};
    std::string login{};
    Role role = Role::viewer;
    std::vector<SiteId> sites{};  ///< empty: all sites
    std::string csrf_token{};     ///< empty with a personal token
    bool has_second_factor = false;
    std::optional<TokenScope> token{};    ///< absent: a session, with its cookie
    std::optional<SecretHash> session{};  ///< absent: a personal token

    [[nodiscard]] bool may_decide() const {
        return role != Role::viewer && token.value_or(TokenScope::decide) == TokenScope::decide;
    }

    /// Webhooks, accounts and whatever else belongs to a site rather than to its comments: never
    /// with a token.
    [[nodiscard]] bool may_configure() const {
        return !token && (role == Role::admin || role == Role::op);
    }

    [[nodiscard]] bool works_for(const SiteId& site) const {
        return sites.empty() || std::ranges::find(sites, site) != sites.end();
    }
};

/// What a person proves to be who he says with.
struct Proof {
    std::string password{};
    std::string code{};  ///< of the second factor, or a recovery code; empty: none given
};

}  // namespace chaffinch::auth
