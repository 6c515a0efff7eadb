// Who may manage whom, and the acts themselves.

#include "server/auth/staff.h"

#include "server/auth/account_acts.h"
#include "server/runtime/random_id.h"

#include <algorithm>
#include <utility>

namespace chaffinch::auth {

namespace {

Error not_yours_to_give() {
    return {
        Errc::forbidden, "an admin gives roles up to admin, and only for sites that are his own"
    };
}

}  // namespace

bool manages(const ModeratorCaller& caller, Role role, const std::vector<SiteId>& sites) {
    if (caller.role == Role::op) return true;
    if (caller.role != Role::admin || role == Role::op) return false;
    if (caller.sites.empty()) return true;
    return !sites.empty() &&
           std::ranges::all_of(sites, [&](const SiteId& site) { return caller.works_for(site); });
}

Staff::Staff(
    Authenticator& authenticator,
    store::AccountStore& accounts,
    store::CredentialStore& credentials,
    const runtime::Clock& clock
)
    : authenticator_(authenticator),
      accounts_(accounts),
      credentials_(credentials),
      clock_(clock) {}

boost::asio::awaitable<std::vector<Moderator>> Staff::list(ModeratorCaller caller) {
    std::vector<Moderator> all = co_await accounts_.list_moderators();
    std::erase_if(all, [&](const Moderator& each) {
        return each.id != caller.id && !manages(caller, each.role, each.sites);
    });
    co_return all;
}

boost::asio::awaitable<Result<Moderator>> Staff::add(
    ModeratorCaller caller, NewModerator wanted, Proof proof, std::string address
) {
    if (!manages(caller, wanted.role, wanted.sites)) co_return not_yours_to_give();
    if (const auto good = acceptable_login(wanted.login); !good) co_return good.error();
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    auto hashed = co_await authenticator_.hash(std::move(wanted.password));
    if (!hashed) co_return hashed.error();
    Moderator made{
        .id = ModeratorId{runtime::random_id("mod_", clock_.now())},
        .login = std::move(wanted.login),
        .role = wanted.role,
        .sites = std::move(wanted.sites),
        .password_hash = *std::move(hashed),
        .created_at = clock_.now(),
    };
    const auto added = co_await accounts_.add_moderator(made);
    if (!added) co_return added.error();
    co_return made;
}

boost::asio::awaitable<Result<Moderator>> Staff::change(
    ModeratorCaller caller, ModeratorId id, WantedChange wanted, Proof proof, std::string address
) {
    const auto before = co_await credentials_.find_moderator_by_id(id);
    const bool himself = id == caller.id;
    if (!before || (!himself && !manages(caller, before->role, before->sites))) {
        co_return Error{Errc::not_found, "there is no moderator '" + id.value + "'"};
    }
    if (himself) {
        co_return Error{
            Errc::forbidden,
            "another admin or operator changes your account; a password: /v1/session"
        };
    }
    const Role role = wanted.role.value_or(before->role);
    const std::vector<SiteId> sites = wanted.sites.value_or(before->sites);
    if (!manages(caller, role, sites)) co_return not_yours_to_give();
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    ModeratorChange change{
        .role = wanted.role,
        .sites = std::move(wanted.sites),
        .disabled = wanted.disabled,
        .remove_second_factor = wanted.remove_second_factor,
    };
    if (wanted.password) {
        auto hashed = co_await authenticator_.hash(*std::move(wanted.password));
        if (!hashed) co_return hashed.error();
        change.password_hash = *std::move(hashed);
    }
    co_return co_await credentials_.change_moderator(std::move(id), std::move(change));
}

}  // namespace chaffinch::auth
