// OwnAccount: what a moderator does to his own account: password, second factor, personal tokens.
// Only with a session; a personal token never reaches this.

#pragma once

#include "server/auth/authenticator.h"
#include "server/auth/secrets.h"

#include <optional>
#include <string>
#include <vector>

namespace chaffinch::auth {

/// Days a token may last; one without an end is possible too.
inline constexpr int longest_token_days = 366;

struct NewToken {
    std::string name{};  ///< 1 to 100 characters
    TokenScope scope = TokenScope::read;
    std::optional<int> days{};  ///< until it ends
};

struct IssuedToken {
    PersonalToken token{};
    std::string text{};  ///< shown once
};

/// What an authenticator app needs; shown once.
struct Enrolment {
    std::string secret{};  ///< base32
    std::string uri{};     ///< otpauth://...
};

class OwnAccount {
  public:
    OwnAccount(
        Authenticator& authenticator,
        store::CredentialStore& credentials,
        const runtime::Clock& clock
    );

    /// Ends all other sessions of the caller. Errors: as Authenticator::confirm(), invalid (the new
    /// password breaks a rule), overloaded.
    boost::asio::awaitable<Result<void>> change_password(
        ModeratorCaller caller, Proof proof, std::string password, std::string address
    );

    /// Makes a secret that is in force once finish_enrolment() has seen a code of it. Errors: as
    /// confirm(), conflict when there is one in force.
    boost::asio::awaitable<Result<Enrolment>> begin_enrolment(
        ModeratorCaller caller, Proof proof, std::string address
    );

    /// Gives the recovery codes, once. Errors: conflict (nothing was begun), invalid (the code).
    boost::asio::awaitable<Result<std::vector<std::string>>> finish_enrolment(
        ModeratorCaller caller, std::string code
    );

    /// Errors: as confirm().
    boost::asio::awaitable<Result<void>> end_second_factor(
        ModeratorCaller caller, Proof proof, std::string address
    );

    /// Errors: as confirm(), conflict when the caller has store::most_tokens.
    boost::asio::awaitable<Result<IssuedToken>> issue_token(
        ModeratorCaller caller, NewToken wanted, Proof proof, std::string address
    );
    boost::asio::awaitable<std::vector<PersonalToken>> tokens(ModeratorCaller caller);

    /// At once. Errors: not_found.
    boost::asio::awaitable<Result<void>> revoke_token(ModeratorCaller caller, std::string id);

  private:
    Authenticator& authenticator_;
    store::CredentialStore& credentials_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::auth
