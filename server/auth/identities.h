// Identities: whose identity at the provider opens which account, set by admins and operators. Who
// may manage an account may link it, as he may give it a password; nobody links his own.

#pragma once

#include "server/auth/authenticator.h"
#include "server/store/identities.h"

#include <optional>
#include <string>

namespace chaffinch::auth {

/// One of the two.
struct WantedIdentity {
    std::optional<std::string> subject{};
    std::optional<std::string> email{};  ///< as the provider verifies it
};

/// The link that `wanted` asks for. Errors: invalid (neither, both, or of no form).
Result<LinkedIdentity> identity_from(WantedIdentity wanted, std::string issuer, Timestamp now);

class Identities {
  public:
    Identities(
        Authenticator& authenticator,
        store::CredentialStore& credentials,
        store::IdentityStore& identities
    );

    /// Errors: not_found (nobody whom the caller manages, or not linked).
    boost::asio::awaitable<Result<LinkedIdentity>> of(ModeratorCaller caller, ModeratorId id);

    /// In place of an earlier link; ends the account's sessions. Errors: as Staff::change(),
    /// conflict when the identity opens another account.
    boost::asio::awaitable<Result<LinkedIdentity>> link(
        ModeratorCaller caller,
        ModeratorId id,
        LinkedIdentity identity,
        Proof proof,
        std::string address
    );

    /// Ends the account's sessions too. Errors: as Staff::change(), not_found when not linked.
    boost::asio::awaitable<Result<void>> unlink(
        ModeratorCaller caller, ModeratorId id, Proof proof, std::string address
    );

  private:
    /// Errors: not_found.
    boost::asio::awaitable<Result<void>> manages(ModeratorCaller caller, ModeratorId id);
    boost::asio::awaitable<Result<void>> may_change(
        ModeratorCaller caller, ModeratorId id, Proof proof, std::string address
    );

    Authenticator& authenticator_;
    store::CredentialStore& credentials_;
    store::IdentityStore& identities_;
};

}  // namespace chaffinch::auth
