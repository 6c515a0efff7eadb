// What auth needs of the store for log-ins through a provider. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/identity.h"
#include "server/records/site.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>

namespace chaffinch::store {

/// Accounts that newcomers made by logging in and that nobody has looked at yet.
inline constexpr std::size_t most_newcomers = 100;

/// Why the link of an account without a password does not end by its owner's hand.
inline Error only_way_in() {
    return {
        Errc::conflict,
        "without a password this identity is the only way in; let an admin set one first"
    };
}

class IdentityStore {
  public:
    virtual ~IdentityStore() = default;

    /// The account of this identity, whatever its state: linked by subject; else by a link that
    /// waits for this verified e-mail, which takes the subject now and for good. nullopt: none.
    virtual boost::asio::awaitable<std::optional<Moderator>> settle_identity(
        ProvenIdentity identity, Timestamp now
    ) = 0;

    /// In place of the account's earlier link; ends its sessions. Errors: not_found, conflict when
    /// the identity opens another account.
    virtual boost::asio::awaitable<Result<void>> link_identity(
        ModeratorId moderator, LinkedIdentity identity
    ) = 0;

    /// Ends the account's sessions too. Errors: not_found (the moderator, or the link).
    virtual boost::asio::awaitable<Result<void>> unlink_identity(ModeratorId moderator) = 0;

    /// Links the account of this session, in place of an earlier link; sessions stay. Errors:
    /// unauthenticated (the session or the account is over), conflict when the identity opens
    /// another account.
    virtual boost::asio::awaitable<Result<void>> link_own_identity(
        SecretHash session, LinkedIdentity identity
    ) = 0;

    /// Ends the link and all sessions but one. Errors: not_found (the moderator, or the link),
    /// conflict when the account has no password: nobody could log in to it any more.
    virtual boost::asio::awaitable<Result<void>> unlink_own_identity(
        ModeratorId moderator, SecretHash session_kept
    ) = 0;

    virtual boost::asio::awaitable<std::optional<LinkedIdentity>> identity_of(ModeratorId moderator
    ) = 0;

    /// Account and link together. Errors: conflict (the login or the identity is taken), overloaded
    /// when most_newcomers wait: disabled accounts with a link and without a password.
    virtual boost::asio::awaitable<Result<void>> add_newcomer(
        Moderator moderator, LinkedIdentity identity
    ) = 0;
};

}  // namespace chaffinch::store
