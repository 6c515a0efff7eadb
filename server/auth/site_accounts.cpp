// Sites and keys through the API.

#include "server/auth/site_accounts.h"

#include "server/auth/account_acts.h"

#include <algorithm>
#include <utility>

namespace chaffinch::auth {

SiteAccounts::SiteAccounts(
    Authenticator& authenticator, store::AccountStore& accounts, const runtime::Clock& clock
)
    : authenticator_(authenticator), accounts_(accounts), clock_(clock) {}

boost::asio::awaitable<std::vector<Site>> SiteAccounts::list(ModeratorCaller caller) {
    std::vector<Site> sites = co_await accounts_.list_sites();
    std::erase_if(sites, [&](const Site& site) { return !caller.works_for(site.id); });
    co_return sites;
}

boost::asio::awaitable<Result<SiteKeys>> SiteAccounts::add(
    ModeratorCaller caller, SiteId id, std::string name, Proof proof, std::string address
) {
    if (caller.role != Role::op) co_return Error{Errc::forbidden, "only an operator adds a site"};
    const auto proven = co_await authenticator_.confirm(caller, std::move(proof), address);
    if (!proven) co_return proven.error();
    const Timestamp now = clock_.now();
    auto key = co_await make_site(accounts_, id, name, now);
    if (!key) co_return key.error();
    auto akismet = co_await make_akismet_key(accounts_, authenticator_.secret(), id, now);
    if (!akismet) co_return akismet.error();
    SiteKeys made{.key = *std::move(key), .akismet_key = *std::move(akismet)};
    made.site.id = id;
    made.site.name = name.empty() ? id.value : std::move(name);
    made.site.created_at = now;
    co_return made;
}

boost::asio::awaitable<Result<void>> SiteAccounts::may_rotate(
    ModeratorCaller caller, SiteId id, Proof proof, std::string address
) {
    const std::vector<Site> own = co_await list(caller);
    if (std::ranges::find(own, id, &Site::id) == own.end()) {
        co_return Error{Errc::not_found, "there is no site '" + id.value + "'"};
    }
    co_return co_await authenticator_.confirm(
        std::move(caller), std::move(proof), std::move(address)
    );
}

boost::asio::awaitable<Result<std::string>> SiteAccounts::rotate_key(
    ModeratorCaller caller, SiteId id, Proof proof, std::string address
) {
    const auto may = co_await may_rotate(caller, id, std::move(proof), address);
    if (!may) co_return may.error();
    auto key = co_await auth::rotate_key(accounts_, id, clock_.now());
    authenticator_.forget_keys();
    co_return key;
}

boost::asio::awaitable<Result<std::string>> SiteAccounts::rotate_akismet_key(
    ModeratorCaller caller, SiteId id, Proof proof, std::string address
) {
    const auto may = co_await may_rotate(caller, id, std::move(proof), address);
    if (!may) co_return may.error();
    auto key = co_await make_akismet_key(accounts_, authenticator_.secret(), id, clock_.now());
    authenticator_.forget_keys();
    co_return key;
}

}  // namespace chaffinch::auth
