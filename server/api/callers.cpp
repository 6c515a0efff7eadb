// Cookie or token, own pages or others'.

#include "server/api/callers.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <optional>
#include <string>

namespace chaffinch::api {

Result<void> from_own_origin(const http::Request& request) {
    const auto fetch_site = request.header("sec-fetch-site");
    const bool foreign_fetch = fetch_site && *fetch_site != "same-origin" && *fetch_site != "none";
    bool foreign_origin = false;
    if (const auto origin = request.header("origin")) {
        const auto parsed =
            boost::urls::parse_uri(boost::core::string_view(origin->data(), origin->size()));
        const std::string authority =
            parsed ? std::string(parsed->encoded_host_and_port()) : std::string();
        foreign_origin = authority.empty() || authority != request.header("host").value_or("");
    }
    if (foreign_fetch || foreign_origin) {
        return Error{Errc::forbidden, "this request comes from another site's page"};
    }
    return {};
}

std::string Callers::session_cookie(std::string_view session_id) const {
    std::string cookie(cookie_name());
    cookie.append("=").append(session_id).append("; Path=/; HttpOnly; SameSite=Strict");
    if (secure_cookies_) cookie += "; Secure";
    return cookie;
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> Callers::reading(
    const http::Request& request, auth::Activity activity
) {
    const auto authorization = request.header("authorization");
    if (auth::Authenticator::is_personal_token(authorization)) {
        co_return co_await authenticator_.token(std::string(*authorization));
    }
    const auto cookie = request.cookie(cookie_name());
    std::optional<std::string> session;
    if (cookie) session = std::string(*cookie);
    co_return co_await authenticator_.moderator(std::move(session), activity);
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> Callers::acting(const http::Request& request
) {
    auto caller = co_await reading(request);
    if (!caller) co_return caller.error();
    if (const auto own = from_own_origin(request); !own) co_return own.error();
    if (const auto token = auth::Authenticator::check_csrf(*caller, request.header("x-csrf-token"));
        !token) {
        co_return token.error();
    }
    co_return caller;
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> Callers::in_person(
    const http::Request& request
) {
    auto caller = co_await acting(request);
    if (caller && caller->token) {
        co_return Error{Errc::forbidden, "a personal token reads and decides; log in for this"};
    }
    co_return caller;
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> Callers::administering(
    const http::Request& request
) {
    auto caller = co_await in_person(request);
    if (caller && !caller->may_configure()) {
        co_return Error{Errc::forbidden, "only an admin or operator may do this"};
    }
    co_return caller;
}

}  // namespace chaffinch::api
