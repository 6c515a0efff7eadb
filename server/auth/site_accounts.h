// SiteAccounts: sites and their keys, for admins and operators.
//
// Operators add sites. Keys of a site are made anew by an operator or an admin of that site. Each
// act asks for the caller's password again.

#pragma once

#include "server/auth/authenticator.h"

#include <string>
#include <vector>

namespace chaffinch::auth {

/// Shown once.
struct SiteKeys {
    Site site{};
    std::string key{};
    std::string akismet_key{};
};

class SiteAccounts {
  public:
    SiteAccounts(
        Authenticator& authenticator, store::AccountStore& accounts, const runtime::Clock& clock
    );

    /// Those that the caller works for, by id.
    boost::asio::awaitable<std::vector<Site>> list(ModeratorCaller caller);

    /// Errors: as Authenticator::confirm(); forbidden, invalid (the id), conflict (taken).
    boost::asio::awaitable<Result<SiteKeys>> add(
        ModeratorCaller caller, SiteId id, std::string name, Proof proof, std::string address
    );

    /// The older keys end at once. Errors: as confirm(); not_found for a site that is not the
    /// caller's.
    boost::asio::awaitable<Result<std::string>> rotate_key(
        ModeratorCaller caller, SiteId id, Proof proof, std::string address
    );

    /// The same for the key of the Akismet door.
    boost::asio::awaitable<Result<std::string>> rotate_akismet_key(
        ModeratorCaller caller, SiteId id, Proof proof, std::string address
    );

  private:
    boost::asio::awaitable<Result<void>> may_rotate(
        ModeratorCaller caller, SiteId id, Proof proof, std::string address
    );

    Authenticator& authenticator_;
    store::AccountStore& accounts_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::auth
