// NativeApi: the native door. Each handler decodes, calls one use case, and encodes; it holds no
// rule of the domain. The contract is openapi.yaml beside this file.

#pragma once

#include "server/api/idempotency.h"
#include "server/auth/authenticator.h"
#include "server/http/router.h"
#include "server/intake/intake.h"
#include "server/review/review.h"

#include <exception>
#include <optional>
#include <string_view>
#include <vector>

namespace chaffinch::api {

struct ApiOptions {
    /// Whether browsers reach us over TLS: session cookies are then `__Host-sid; Secure`. Only a
    /// demonstration on loopback goes without.
    bool secure_cookies = true;
};

class NativeApi {
  public:
    NativeApi(
        intake::Intake& intake,
        review::Review& review,
        auth::Authenticator& authenticator,
        store::IdempotencyStore& idempotency,
        const runtime::Clock& clock,
        ApiOptions options
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    // For the site.
    Reply put_article(http::Request request);
    Reply list_published(http::Request request);
    Reply post_comment(http::Request request);
    Reply post_batch(http::Request request);
    Reply post_check(http::Request request);
    Reply get_comment(http::Request request);

    // For moderators.
    Reply post_session(http::Request request);
    Reply get_session(http::Request request);
    Reply delete_session(http::Request request);
    Reply get_queue(http::Request request);
    Reply post_decisions(http::Request request);
    Reply post_undo(http::Request request);

    boost::asio::awaitable<Result<auth::SiteCaller>> site_caller(const http::Request& request);
    boost::asio::awaitable<Result<auth::ModeratorCaller>> moderator_caller(
        const http::Request& request
    );

    /// A moderator with the CSRF token, from our own origin, who may decide.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> deciding_caller(
        const http::Request& request
    );

    http::Handler handler(Reply (NativeApi::*handle)(http::Request));

    intake::Intake& intake_;
    review::Review& review_;
    auth::Authenticator& authenticator_;
    IdempotencyGate idempotency_;
    ApiOptions options_;
};

/// For http::Options::map_exception: the store is down, 503. nullopt for any other exception.
std::optional<http::Response> map_store_failure(
    std::exception_ptr failure, std::string_view request_id
);

}  // namespace chaffinch::api
