// IdentityLogIn: from what a provider says of somebody to a session of ours.
//
// Only a link that an admin or operator made opens an account: by subject, or by an e-mail that the
// provider vouches for, and from the first log-in on by subject alone. Nobody becomes a moderator
// by having an account at the provider. The second factor is not asked for: how sure the provider
// is of somebody is its own business.

#pragma once

#include "server/auth/authenticator.h"
#include "server/auth/login_limits.h"
#include "server/store/identities.h"

#include <string>

namespace chaffinch::auth {

/// What to do with somebody who has no account.
enum class Newcomers {
    refused,
    /// A viewer's account is made, disabled: an account without sites would work for all of them,
    /// so an admin gives sites and role, and lets him in.
    wait,
};

class IdentityLogIn {
  public:
    IdentityLogIn(
        Authenticator& authenticator,
        store::IdentityStore& identities,
        const runtime::Clock& clock,
        Newcomers newcomers
    );

    /// Whether a log-in from this address may be tried now: twenty failures a network within a
    /// quarter of an hour. It counts as failed until log_in() succeeds.
    [[nodiscard]] bool may_try(const std::string& address);

    /// Somebody from there has proven who he is, for something else than a log-in.
    void note_success(const std::string& address) { limits_.succeeded_unnamed(address); }

    /// Errors: not_found (no account is linked), forbidden (it is disabled, or waits for an admin),
    /// overloaded (too many newcomers wait).
    boost::asio::awaitable<Result<LoggedIn>> log_in(ProvenIdentity identity, std::string address);

  private:
    boost::asio::awaitable<Result<void>> take_note_of(ProvenIdentity identity);

    Authenticator& authenticator_;
    store::IdentityStore& identities_;
    const runtime::Clock& clock_;
    Newcomers newcomers_;
    LoginLimits limits_{};
};

}  // namespace chaffinch::auth
