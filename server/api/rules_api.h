// RulesApi: the calls of the native door about rules. The contract is openapi.yaml beside this
// file.

#pragma once

#include "server/api/callers.h"
#include "server/http/router.h"
#include "server/insight/insight.h"
#include "server/rulebook/rulebook.h"
#include "server/store/accounts.h"

#include <vector>

namespace chaffinch::api {

class RulesApi {
  public:
    RulesApi(
        rulebook::Rulebook& rulebook,
        insight::Insight& insight,
        auth::Authenticator& authenticator,
        store::AccountStore& accounts,
        bool secure_cookies
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    // Whoever may look.
    Reply get_rules(http::Request request);
    Reply get_versions(http::Request request);
    Reply get_version(http::Request request);

    // Who may decide.
    Reply post_check(http::Request request);
    Reply post_replay(http::Request request);

    // Who may configure.
    Reply post_rules(http::Request request);
    Reply post_restore(http::Request request);

    /// The site, if it exists and the caller works for it. Errors: not_found.
    boost::asio::awaitable<Result<SiteId>> known_site(
        SiteId site, const auth::ModeratorCaller& caller
    );

    /// The site that `?site=` names, for a caller who may look. Errors: also invalid.
    boost::asio::awaitable<Result<SiteId>> site_to_read(const http::Request& request);

    /// A moderator with the CSRF token, from our own origin, who may decide.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> drafting_caller(
        const http::Request& request
    );

    http::Handler handler(Reply (RulesApi::*handle)(http::Request));

    rulebook::Rulebook& rulebook_;
    insight::Insight& insight_;
    store::AccountStore& accounts_;
    Callers callers_;
};

}  // namespace chaffinch::api
