// Identities: whose identity at the provider opens which account. Who may manage an account may
// link it to any identity, as he may give it a password. His own somebody links only to an identity
// that he has just logged in to at the provider, from a session, with his password and second
// factor.

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

/// What somebody sees of his own account.
struct OwnIdentity {
    std::optional<LinkedIdentity> linked{};
    bool has_password = true;  ///< without one, the link is the only way in
};

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

    boost::asio::awaitable<OwnIdentity> own(ModeratorCaller caller);

    /// Whether the caller may send his browser to the provider to link his account. Gives the
    /// session that the end of that way is bound to. Errors: as Authenticator::confirm().
    boost::asio::awaitable<Result<SecretHash>> begin_own(
        ModeratorCaller caller, Proof proof, std::string address
    );

    /// The end of that way, in place of an earlier link; sessions stay. Errors: unauthenticated
    /// (the session ended meanwhile, as it does when an admin sets a password), conflict when the
    /// identity opens another account.
    boost::asio::awaitable<Result<void>> finish_own(
        SecretHash session, ProvenIdentity identity, Timestamp now
    );

    /// Ends the caller's other sessions too. Errors: as confirm(), not_found when not linked,
    /// conflict when there is no password to come in with.
    boost::asio::awaitable<Result<void>> end_own(
        ModeratorCaller caller, Proof proof, std::string address
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
