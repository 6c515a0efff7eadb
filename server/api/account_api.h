// AccountApi: the calls of the native door that concern accounts: a moderator's own, those of
// others, sites and their keys. The contract is openapi.yaml beside this file.

#pragma once

#include "server/api/callers.h"
#include "server/auth/own_account.h"
#include "server/auth/site_accounts.h"
#include "server/auth/staff.h"
#include "server/http/router.h"

#include <vector>

namespace chaffinch::api {

class AccountApi {
  public:
    AccountApi(
        auth::Authenticator& authenticator,
        store::AccountStore& accounts,
        store::CredentialStore& credentials,
        const runtime::Clock& clock,
        bool secure_cookies
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    // One's own account.
    Reply put_password(http::Request request);
    Reply post_totp(http::Request request);
    Reply put_totp(http::Request request);
    Reply post_totp_end(http::Request request);
    Reply get_tokens(http::Request request);
    Reply post_token(http::Request request);
    Reply delete_token(http::Request request);

    // Accounts of others.
    Reply get_moderators(http::Request request);
    Reply post_moderator(http::Request request);
    Reply patch_moderator(http::Request request);

    // Sites.
    Reply get_sites(http::Request request);
    Reply post_site(http::Request request);
    Reply post_site_key(http::Request request);
    Reply post_akismet_key(http::Request request);

    http::Handler handler(Reply (AccountApi::*handle)(http::Request));

    Callers callers_;
    auth::OwnAccount own_;
    auth::Staff staff_;
    auth::SiteAccounts sites_;
};

}  // namespace chaffinch::api
