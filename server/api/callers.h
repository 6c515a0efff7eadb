// Callers: which moderator sends a request, and whether the request is his own doing: by session
// cookie with a CSRF token from our own pages, or by personal token.

#pragma once

#include "server/auth/authenticator.h"
#include "server/http/message.h"

#include <string>
#include <string_view>

namespace chaffinch::api {

class Callers {
  public:
    /// `secure_cookies`: the cookie is then `__Host-sid`, else `sid`.
    Callers(auth::Authenticator& authenticator, bool secure_cookies)
        : authenticator_(authenticator), secure_cookies_(secure_cookies) {}

    /// For reading. Errors: unauthenticated, rate_limited.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> reading(
        const http::Request& request, auth::Activity activity = auth::Activity::counts
    );

    /// For changing something: with a session, the CSRF token and our own origin. Errors: also
    /// forbidden.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> acting(const http::Request& request);

    /// acting(), and not by a token: what belongs to an account.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> in_person(const http::Request& request);

    /// in_person(), of an admin or operator.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> administering(const http::Request& request
    );

    [[nodiscard]] std::string_view cookie_name() const {
        return secure_cookies_ ? "__Host-sid" : "sid";
    }

    /// The value of Set-Cookie that begins a session.
    [[nodiscard]] std::string session_cookie(std::string_view session_id) const;

  private:
    auth::Authenticator& authenticator_;
    bool secure_cookies_;
};

/// A page of another origin may not act for a moderator, whatever cookies the browser sends along.
/// Errors: forbidden.
Result<void> from_own_origin(const http::Request& request);

}  // namespace chaffinch::api
