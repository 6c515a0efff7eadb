// Staff: what admins and operators do to the accounts of others.
//
// An operator manages everybody. An admin manages moderators, viewers and other admins who work for
// none but his own sites; whoever else there is does not exist for him. Nobody changes his own
// role, sites or state here, so nobody locks himself out or climbs.

#pragma once

#include "server/auth/authenticator.h"

#include <optional>
#include <string>
#include <vector>

namespace chaffinch::auth {

struct NewModerator {
    std::string login{};
    std::string password{};
    Role role = Role::moderator;
    std::vector<SiteId> sites{};  ///< empty: all sites, which only those who have all may give
};

/// Members that are absent stay as they are.
struct WantedChange {
    std::optional<Role> role{};
    std::optional<std::vector<SiteId>> sites{};
    std::optional<bool> disabled{};
    std::optional<std::string> password{};  ///< a new one, for who forgot his
    bool remove_second_factor = false;      ///< for who lost his device
};

class Staff {
  public:
    Staff(
        Authenticator& authenticator,
        store::AccountStore& accounts,
        store::CredentialStore& credentials,
        const runtime::Clock& clock
    );

    /// Those whom the caller manages, and himself, by login.
    boost::asio::awaitable<std::vector<Moderator>> list(ModeratorCaller caller);

    /// Errors: as Authenticator::confirm(); forbidden (a role or sites that the caller may not
    /// give), invalid (login, password), conflict (the login is taken), not_found (a site).
    boost::asio::awaitable<Result<Moderator>> add(
        ModeratorCaller caller, NewModerator wanted, Proof proof, std::string address
    );

    /// Disabling and a new password end the moderator's sessions. Errors: as add(), and not_found
    /// for whom the caller does not manage, conflict when no operator would be left.
    boost::asio::awaitable<Result<Moderator>> change(
        ModeratorCaller caller,
        ModeratorId id,
        WantedChange wanted,
        Proof proof,
        std::string address
    );

  private:
    Authenticator& authenticator_;
    store::AccountStore& accounts_;
    store::CredentialStore& credentials_;
    const runtime::Clock& clock_;
};

/// Whether the caller may manage somebody of this role who works for these sites.
bool manages(const ModeratorCaller& caller, Role role, const std::vector<SiteId>& sites);

}  // namespace chaffinch::auth
