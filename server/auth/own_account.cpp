// Password, second factor and tokens of the caller.

#include "server/auth/own_account.h"

#include "server/auth/totp.h"

#include <chrono>
#include <utility>

namespace chaffinch::auth {

OwnAccount::OwnAccount(
    Authenticator& authenticator, store::CredentialStore& credentials, const runtime::Clock& clock
)
    : authenticator_(authenticator), credentials_(credentials), clock_(clock) {}

boost::asio::awaitable<Result<void>> OwnAccount::change_password(
    ModeratorCaller caller, Proof proof, std::string password, std::string address
) {
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    auto hashed = co_await authenticator_.hash(std::move(password));
    if (!hashed) co_return hashed.error();
    const SecretHash kept = caller.session.value_or(SecretHash{});
    co_return co_await credentials_.replace_own_password(caller.id, *std::move(hashed), kept);
}

boost::asio::awaitable<Result<Enrolment>> OwnAccount::begin_enrolment(
    ModeratorCaller caller, Proof proof, std::string address
) {
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    const TotpSecret secret = new_totp_secret();
    const SealedTotpSecret sealed = seal(secret, authenticator_.secret(), caller.id);
    const auto kept = co_await credentials_.propose_second_factor(caller.id, sealed);
    if (!kept) co_return kept.error();
    co_return Enrolment{
        .secret = base32(secret), .uri = otpauth_uri(secret, "Chaffinch", caller.login)
    };
}

boost::asio::awaitable<Result<std::vector<std::string>>> OwnAccount::finish_enrolment(
    ModeratorCaller caller, std::string code
) {
    const auto factor = co_await credentials_.second_factor(caller.id);
    if (!factor || factor->active) {
        co_return Error{Errc::conflict, "no second factor waits for its first code; begin one"};
    }
    const auto secret = open(factor->secret, authenticator_.secret(), caller.id);
    const auto step = secret ? matching_step(*secret, code, clock_.now(), 0) : std::nullopt;
    if (!step) {
        co_return Error{
            Errc::invalid,
            "the code does not fit; is the clock of your device right?",
            {{"/code", "does not fit the secret at this time"}}
        };
    }
    std::vector<std::string> codes = new_recovery_codes();
    std::vector<SecretHash> hashes;
    for (const std::string& each : codes) {
        hashes.push_back(recovery_code_hash(authenticator_.secret(), each));
    }
    const auto active =
        co_await credentials_.activate_second_factor(caller.id, *step, std::move(hashes));
    if (!active) co_return active.error();
    co_return codes;
}

boost::asio::awaitable<Result<void>> OwnAccount::end_second_factor(
    ModeratorCaller caller, Proof proof, std::string address
) {
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    co_await credentials_.remove_second_factor(caller.id);
    co_return Result<void>();
}

boost::asio::awaitable<Result<IssuedToken>> OwnAccount::issue_token(
    ModeratorCaller caller, NewToken wanted, Proof proof, std::string address
) {
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    IssuedKey key = issue_personal_token();
    IssuedToken out{.text = std::move(key.text)};
    out.token = {
        .id = std::move(key.key_id),
        .moderator = caller.id,
        .name = std::move(wanted.name),
        .scope = wanted.scope,
        .secret_hash = key.secret_hash,
        .created_at = clock_.now(),
    };
    if (wanted.days) {
        out.token.expires_at = out.token.created_at + std::chrono::days(*wanted.days);
    }
    const auto added = co_await credentials_.add_token(out.token);
    if (!added) co_return added.error();
    co_return out;
}

boost::asio::awaitable<std::vector<PersonalToken>> OwnAccount::tokens(ModeratorCaller caller) {
    co_return co_await credentials_.tokens_of(caller.id);
}

boost::asio::awaitable<Result<void>> OwnAccount::revoke_token(
    ModeratorCaller caller, std::string id
) {
    co_return co_await credentials_.revoke_token(caller.id, std::move(id), clock_.now());
}

}  // namespace chaffinch::auth
