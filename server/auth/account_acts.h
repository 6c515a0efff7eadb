// Making sites and moderators: what the administrative commands, the API and the demonstration
// share.

#pragma once

#include "engine/types/result.h"
#include "server/auth/passwords.h"
#include "server/records/site.h"
#include "server/store/accounts.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace chaffinch::auth {

/// Adds a site and gives its key, to be shown once. Errors: invalid (the id), conflict (taken).
boost::asio::awaitable<Result<std::string>> make_site(
    store::AccountStore& accounts, SiteId id, std::string name, Timestamp now
);

/// Errors: not_found.
boost::asio::awaitable<Result<std::string>> rotate_key(
    store::AccountStore& accounts, SiteId id, Timestamp now
);

/// A new key of the Akismet door for the site; its older ones end. `secret`: of the installation.
/// Errors: not_found.
boost::asio::awaitable<Result<std::string>> make_akismet_key(
    store::AccountStore& accounts, std::string secret, SiteId id, Timestamp now
);

/// Errors: invalid, with the rule.
Result<void> acceptable_login(const std::string& login);

/// Errors: invalid (login, password), conflict (taken).
boost::asio::awaitable<Result<void>> make_moderator(
    store::AccountStore& accounts, Moderator moderator, std::string password, HashCost cost
);

/// Errors: invalid, not_found.
boost::asio::awaitable<Result<void>> change_password(
    store::AccountStore& accounts, std::string login, std::string password
);

}  // namespace chaffinch::auth
