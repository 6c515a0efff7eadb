// Who may link, and what.

#include "server/auth/identities.h"

#include "server/auth/staff.h"

#include <utility>

namespace chaffinch::auth {

namespace {

Error not_managed(const ModeratorId& id) {
    return {Errc::not_found, "there is no moderator '" + id.value + "'"};
}

Error wrong(const char* pointer, const char* message) {
    return {Errc::invalid, "the identity cannot be linked", {{pointer, message}}};
}

}  // namespace

Result<LinkedIdentity> identity_from(WantedIdentity wanted, std::string issuer, Timestamp now) {
    if (wanted.subject.has_value() == wanted.email.has_value()) {
        return wrong("/subject", "give either subject or email");
    }
    LinkedIdentity out{.issuer = std::move(issuer), .linked_at = now};
    if (wanted.subject) {
        if (wanted.subject->empty() || wanted.subject->size() > longest_subject) {
            return wrong("/subject", "must have 1 to 255 bytes");
        }
        out.subject = std::move(wanted.subject);
        return out;
    }
    if (!is_email(*wanted.email)) {
        return wrong("/email", "must be an address, such as ann@example.org");
    }
    out.email = folded_email(*std::move(wanted.email));
    return out;
}

Identities::Identities(
    Authenticator& authenticator,
    store::CredentialStore& credentials,
    store::IdentityStore& identities
)
    : authenticator_(authenticator), credentials_(credentials), identities_(identities) {}

boost::asio::awaitable<Result<void>> Identities::manages(ModeratorCaller caller, ModeratorId id) {
    const auto moderator = co_await credentials_.find_moderator_by_id(id);
    const bool seen =
        moderator && (id == caller.id || auth::manages(caller, moderator->role, moderator->sites));
    if (!seen) co_return not_managed(id);
    co_return Result<void>();
}

boost::asio::awaitable<Result<void>> Identities::may_change(
    ModeratorCaller caller, ModeratorId id, Proof proof, std::string address
) {
    const auto managed = co_await manages(caller, id);
    if (!managed) co_return managed.error();
    if (id == caller.id) {
        co_return Error{
            Errc::forbidden,
            "link your own account by logging in at the provider, from your own settings"
        };
    }
    co_return co_await authenticator_.confirm(
        std::move(caller), std::move(proof), std::move(address)
    );
}

boost::asio::awaitable<Result<LinkedIdentity>> Identities::of(
    ModeratorCaller caller, ModeratorId id
) {
    const auto managed = co_await manages(std::move(caller), id);
    if (!managed) co_return managed.error();
    auto found = co_await identities_.identity_of(std::move(id));
    if (!found) co_return Error{Errc::not_found, "this account is not linked to a provider"};
    co_return *std::move(found);
}

boost::asio::awaitable<Result<LinkedIdentity>> Identities::link(
    ModeratorCaller caller,
    ModeratorId id,
    LinkedIdentity identity,
    Proof proof,
    std::string address
) {
    const auto may =
        co_await may_change(std::move(caller), id, std::move(proof), std::move(address));
    if (!may) co_return may.error();
    const auto linked = co_await identities_.link_identity(std::move(id), identity);
    if (!linked) co_return linked.error();
    co_return identity;
}

boost::asio::awaitable<Result<void>> Identities::unlink(
    ModeratorCaller caller, ModeratorId id, Proof proof, std::string address
) {
    const auto may =
        co_await may_change(std::move(caller), id, std::move(proof), std::move(address));
    if (!may) co_return may.error();
    co_return co_await identities_.unlink_identity(std::move(id));
}

boost::asio::awaitable<OwnIdentity> Identities::own(ModeratorCaller caller) {
    const auto moderator = co_await credentials_.find_moderator_by_id(caller.id);
    OwnIdentity out;
    out.has_password = moderator && !moderator->password_hash.empty();
    out.linked = co_await identities_.identity_of(std::move(caller.id));
    co_return out;
}

boost::asio::awaitable<Result<SecretHash>> Identities::begin_own(
    ModeratorCaller caller, Proof proof, std::string address
) {
    // In person only, so there is a session.
    const SecretHash session = caller.session.value_or(SecretHash{});
    const auto proven =
        co_await authenticator_.confirm(std::move(caller), std::move(proof), std::move(address));
    if (!proven) co_return proven.error();
    co_return session;
}

boost::asio::awaitable<Result<void>> Identities::finish_own(
    SecretHash session, ProvenIdentity identity, Timestamp now
) {
    LinkedIdentity link{
        .issuer = std::move(identity.issuer),
        .subject = std::move(identity.subject),
        .email = std::move(identity.verified_email),
        .linked_at = now,
    };
    co_return co_await identities_.link_own_identity(session, std::move(link));
}

boost::asio::awaitable<Result<void>> Identities::end_own(
    ModeratorCaller caller, Proof proof, std::string address
) {
    const auto has = co_await own(caller);
    // Said before a password is asked for that nobody can give.
    if (has.linked && !has.has_password) co_return store::only_way_in();
    const auto proven =
        co_await authenticator_.confirm(caller, std::move(proof), std::move(address));
    if (!proven) co_return proven.error();
    const SecretHash kept = caller.session.value_or(SecretHash{});
    co_return co_await identities_.unlink_own_identity(std::move(caller.id), kept);
}

}  // namespace chaffinch::auth
