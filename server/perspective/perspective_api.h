// PerspectiveApi: POST /v1alpha1/comments:analyze, as https://developers.perspectiveapi.com
// documents it. The key of the query is a site's key of the native door or of the Akismet door.

#pragma once

#include "server/auth/authenticator.h"
#include "server/http/router.h"
#include "server/intake/intake.h"

#include <vector>

namespace chaffinch::perspective {

struct PerspectiveOptions {
    double hold_at = 2;  ///< of the server's policy, in points
};

class PerspectiveApi {
  public:
    PerspectiveApi(
        intake::Intake& intake, auth::Authenticator& authenticator, PerspectiveOptions options
    )
        : intake_(intake), authenticator_(authenticator), options_(options) {}

    /// The object must outlive it.
    std::vector<http::Route> routes();

  private:
    boost::asio::awaitable<http::Response> analyze(http::Request request);
    boost::asio::awaitable<Result<SiteId>> site_of(const http::Request& request);

    intake::Intake& intake_;
    auth::Authenticator& authenticator_;
    PerspectiveOptions options_;
};

}  // namespace chaffinch::perspective
