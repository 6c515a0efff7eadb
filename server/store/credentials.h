// What auth needs of the store beside accounts.h: personal tokens, second factors, and changes of
// moderators by others. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/credentials.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::store {

/// Tokens of one moderator in force at a time.
inline constexpr std::size_t most_tokens = 20;

class CredentialStore {
  public:
    virtual ~CredentialStore() = default;

    virtual boost::asio::awaitable<std::optional<Moderator>> find_moderator_by_id(ModeratorId id
    ) = 0;

    /// Ends all sessions when the moderator is disabled or gets another password. Errors: not_found
    /// (moderator or site), conflict when no operator would be left who can log in.
    virtual boost::asio::awaitable<Result<Moderator>> change_moderator(
        ModeratorId id, ModeratorChange change
    ) = 0;

    /// Sets the hash and ends all sessions but one. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> replace_own_password(
        ModeratorId id, std::string password_hash, SecretHash session_kept
    ) = 0;

    /// Errors: conflict when there are most_tokens already.
    virtual boost::asio::awaitable<Result<void>> add_token(PersonalToken token) = 0;

    /// With those that ended, newest first, 100 at most.
    virtual boost::asio::awaitable<std::vector<PersonalToken>> tokens_of(ModeratorId moderator) = 0;

    /// Token and owner, whatever their state; nullopt when unknown.
    virtual boost::asio::awaitable<std::optional<std::pair<PersonalToken, Moderator>>> find_token(
        std::string id
    ) = 0;

    /// Notes a use; at most one write a minute and token.
    virtual boost::asio::awaitable<void> touch_token(PersonalToken token, Timestamp now) = 0;

    /// Errors: not_found, also for a token of somebody else. Again is not an error.
    virtual boost::asio::awaitable<Result<void>> revoke_token(
        ModeratorId owner, std::string id, Timestamp now
    ) = 0;

    virtual boost::asio::awaitable<std::optional<SecondFactor>> second_factor(ModeratorId moderator
    ) = 0;

    /// Keeps a secret that is not in force yet, in place of an earlier one. Errors: conflict when
    /// one is in force.
    virtual boost::asio::awaitable<Result<void>> propose_second_factor(
        ModeratorId moderator, SealedTotpSecret secret
    ) = 0;

    /// Puts the proposed secret in force, with codes for when it is lost. Errors: conflict when
    /// none is proposed.
    virtual boost::asio::awaitable<Result<void>> activate_second_factor(
        ModeratorId moderator, std::int64_t step, std::vector<SecretHash> recovery_codes
    ) = 0;

    /// False when a code of this step or a later one was accepted before: of two who send the same
    /// code one succeeds.
    virtual boost::asio::awaitable<bool> spend_step(ModeratorId moderator, std::int64_t step) = 0;

    /// False when the moderator has no such unused code.
    virtual boost::asio::awaitable<bool> spend_recovery_code(
        ModeratorId moderator, SecretHash hash, Timestamp now
    ) = 0;

    /// Not an error when there is none.
    virtual boost::asio::awaitable<void> remove_second_factor(ModeratorId moderator) = 0;
};

}  // namespace chaffinch::store
