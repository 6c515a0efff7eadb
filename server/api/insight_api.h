// InsightApi: the calls of the native door about how things stand. The contract is openapi.yaml
// beside this file.

#pragma once

#include "server/api/callers.h"
#include "server/http/router.h"
#include "server/insight/insight.h"
#include "server/store/accounts.h"

#include <vector>

namespace chaffinch::api {

class InsightApi {
  public:
    InsightApi(
        insight::Insight& insight,
        auth::Authenticator& authenticator,
        store::AccountStore& accounts,
        bool secure_cookies
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    Reply get_activity(http::Request request);
    Reply get_decisions(http::Request request);
    Reply get_rule_records(http::Request request);
    Reply get_drift(http::Request request);
    Reply get_scores(http::Request request);

    /// The sites that `?site=` names, or all that the caller works for. Errors: those of reading();
    /// not_found for a site of others.
    boost::asio::awaitable<Result<std::vector<SiteId>>> sites_to_read(const http::Request& request);

    http::Handler handler(Reply (InsightApi::*handle)(http::Request));

    insight::Insight& insight_;
    store::AccountStore& accounts_;
    Callers callers_;
};

}  // namespace chaffinch::api
