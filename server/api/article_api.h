// ArticleApi: the calls of moderators about articles: which there are, and what is allowed under
// each. The contract is openapi.yaml beside this file.

#pragma once

#include "server/api/callers.h"
#include "server/http/router.h"
#include "server/intake/intake.h"
#include "server/runtime/clock.h"
#include "server/store/accounts.h"
#include "server/store/articles.h"

#include <vector>

namespace chaffinch::api {

class ArticleApi {
  public:
    ArticleApi(
        store::ArticleStore& articles,
        intake::Intake& intake,
        auth::Authenticator& authenticator,
        const runtime::Clock& clock,
        bool secure_cookies
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    Reply get_articles(http::Request request);
    Reply get_policy(http::Request request);
    Reply put_policy(http::Request request);

    http::Handler handler(Reply (ArticleApi::*handle)(http::Request));

    store::ArticleStore& articles_;
    intake::Intake& intake_;
    const runtime::Clock& clock_;
    Callers callers_;
};

}  // namespace chaffinch::api
