// Linked, disabled, new or nobody.

#include "server/auth/identity_log_in.h"

#include "server/auth/account_acts.h"
#include "server/auth/secrets.h"
#include "server/runtime/random_id.h"

#include <utility>

namespace chaffinch::auth {

namespace {

/// The part of the address before the '@' when it is a login; else a name without meaning.
std::string login_for(const ProvenIdentity& identity) {
    const std::string email = identity.verified_email.value_or("");
    std::string local = email.substr(0, email.find('@'));
    if (acceptable_login(local)) return local;
    return {};
}

/// Ten characters that say nothing of the person, and are the same at every attempt.
std::string nameless_login(const ProvenIdentity& identity) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "new-";
    const SecretHash hash = sha256(identity.issuer + " " + identity.subject);
    for (std::size_t i = 0; i < 5; ++i) {
        out += digits[hash[i] >> 4U];
        out += digits[hash[i] & 0x0FU];
    }
    return out;
}

}  // namespace

IdentityLogIn::IdentityLogIn(
    Authenticator& authenticator,
    store::IdentityStore& identities,
    const runtime::Clock& clock,
    Newcomers newcomers
)
    : authenticator_(authenticator),
      identities_(identities),
      clock_(clock),
      newcomers_(newcomers) {}

bool IdentityLogIn::may_try(const std::string& address) {
    return limits_.begin_unnamed(address, clock_.steady_now());
}

boost::asio::awaitable<Result<LoggedIn>> IdentityLogIn::log_in(
    ProvenIdentity identity, std::string address
) {
    auto moderator = co_await identities_.settle_identity(identity, clock_.now());
    if (!moderator && newcomers_ == Newcomers::wait) {
        const auto noted = co_await take_note_of(std::move(identity));
        if (!noted) co_return noted.error();
        co_return Error{Errc::forbidden, "the account is new and waits for an admin"};
    }
    if (!moderator) co_return Error{Errc::not_found, "no account is linked to this identity"};
    if (moderator->disabled) co_return Error{Errc::forbidden, "the account is disabled"};
    limits_.succeeded_unnamed(address);
    co_return co_await authenticator_.open_session(*std::move(moderator));
}

boost::asio::awaitable<Result<void>> IdentityLogIn::take_note_of(ProvenIdentity identity) {
    const Timestamp now = clock_.now();
    Moderator made{
        .id = ModeratorId{runtime::random_id("mod_", now)},
        .login = login_for(identity),
        .role = Role::viewer,
        .created_at = now,
        .disabled = true,
    };
    const std::string nameless = nameless_login(identity);
    if (made.login.empty()) made.login = nameless;
    LinkedIdentity link{
        .issuer = std::move(identity.issuer),
        .subject = std::move(identity.subject),
        .email = std::move(identity.verified_email),
        .linked_at = now,
    };
    auto added = co_await identities_.add_newcomer(made, link);
    if (!added && added.error().code == Errc::conflict && made.login != nameless) {
        made.login = nameless;
        added = co_await identities_.add_newcomer(std::move(made), std::move(link));
    }
    co_return added;
}

}  // namespace chaffinch::auth
