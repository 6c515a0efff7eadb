// The table of these routes, and the two halves of a log-in.

#include "server/api/oidc_api.h"

#include "server/api/replies.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

constexpr std::size_t identity_body = 16 * std::size_t{1024};
/// The first view. Before it stands the log-in page, which reads `log_in` from the query.
constexpr std::string_view console = "/console/queue";
/// One's own account, which reads `link` from the query.
constexpr std::string_view settings = "/console/settings/account";

/// The words that the log-in page knows.
std::string_view word_for(oidc::Refusal refusal) {
    switch (refusal) {
        case oidc::Refusal::denied:
            return "denied";
        case oidc::Refusal::stale:
            return "stale";
        case oidc::Refusal::unavailable:
            return "unavailable";
        case oidc::Refusal::untrusted:
            return "untrusted";
    }
    return "untrusted";
}

std::string_view word_for(const Error& refused) {
    if (refused.code == Errc::not_found) return "no_account";
    if (refused.code == Errc::forbidden) return "disabled";
    return "unavailable";
}

std::optional<std::string> value_of(const http::Request& request, std::string_view name) {
    const auto value = request.query_value(name);
    if (!value) return std::nullopt;
    return std::string(*value);
}

http::Response redirect(std::string location) {
    http::Response response;
    response.status = 302;
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

void log_refusal(std::string_view why, std::string_view detail) {
    telemetry::log(
        telemetry::Level::warning, "oidc_log_in_refused", {{"why", why}, {"detail", detail}}
    );
}

/// An operator links a person by subject: this is where he finds it. One that is an address after
/// all is not written down.
void log_unlinked(const std::string& subject) {
    const bool address = subject.find('@') != std::string::npos;
    telemetry::log(
        telemetry::Level::info,
        "oidc_identity_without_account",
        {{"subject", address ? std::string_view("(an e-mail address)") : std::string_view(subject)}}
    );
}

}  // namespace

OidcApi::OidcApi(
    auth::Authenticator& authenticator,
    store::CredentialStore& credentials,
    store::IdentityStore& identities,
    const runtime::Clock& clock,
    oidc::Provider* provider,
    auth::Newcomers newcomers,
    bool secure_cookies
)
    : callers_(authenticator, secure_cookies),
      log_in_(authenticator, identities, clock, newcomers),
      identities_(authenticator, credentials, identities),
      clock_(clock),
      provider_(provider),
      secure_cookies_(secure_cookies) {}

http::Handler OidcApi::handler(Reply (OidcApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::vector<http::Route> OidcApi::routes() {
    using Self = OidcApi;
    return {
        {"GET", "/v1/session/methods", 0, handler(&Self::get_methods)},
        {"GET", "/v1/session/oidc", 0, handler(&Self::get_begin)},
        {"GET", std::string(oidc::callback_path), 0, handler(&Self::get_callback)},
        {"GET", "/v1/session/identity", 0, handler(&Self::get_own_identity)},
        {"POST", "/v1/session/identity", identity_body, handler(&Self::post_own_identity)},
        {"POST", "/v1/session/identity/end", identity_body, handler(&Self::post_own_identity_end)},
        {"GET", "/v1/moderators/{id}/identity", 0, handler(&Self::get_identity)},
        {"PUT", "/v1/moderators/{id}/identity", identity_body, handler(&Self::put_identity)},
        {"POST",
         "/v1/moderators/{id}/identity/end",
         identity_body,
         handler(&Self::post_identity_end)},
    };
}

/// Lax, since the browser comes back from another site; the session's cookie is stricter.
std::string OidcApi::ticket_cookie(std::string_view value, int seconds) const {
    std::string cookie = secure_cookies_ ? "__Host-oidc=" : "oidc=";
    cookie.append(value);
    cookie += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (secure_cookies_) cookie += "; Secure";
    return cookie;
}

/// The ticket has done its work.
http::Response OidcApi::sent_to(std::string location) const {
    http::Response response = redirect(std::move(location));
    response.headers.emplace_back("Set-Cookie", ticket_cookie("", 0));
    return response;
}

http::Response OidcApi::back_to_log_in(std::string_view why) const {
    return sent_to(std::string(console) + "?log_in=" + std::string(why));
}

http::Response OidcApi::back_to_settings(std::string_view outcome) const {
    return sent_to(std::string(settings) + "?link=" + std::string(outcome));
}

OidcApi::Reply OidcApi::get_methods(http::Request) {
    json::object reply{{"password", true}, {"oidc", nullptr}};
    if (provider_ != nullptr) {
        reply["oidc"] = json::object{
            {"name", provider_->settings().name}, {"available", provider_->available()}
        };
    }
    co_return json_response(200, std::move(reply));
}

OidcApi::Reply OidcApi::get_begin(http::Request request) {
    if (provider_ == nullptr) {
        const Error error{Errc::not_found, "log-in through a provider is not set up"};
        co_return http::problem(error, request.request_id);
    }
    auto begun = provider_->begin();
    if (!begun) {
        log_refusal("unavailable", "the provider was not reached yet");
        co_return back_to_log_in("unavailable");
    }
    http::Response response = redirect(std::move(begun->location));
    const std::chrono::seconds lifetime = oidc::ticket_lifetime;
    response.headers.emplace_back(
        "Set-Cookie", ticket_cookie(begun->cookie, static_cast<int>(lifetime.count()))
    );
    co_return response;
}

OidcApi::Reply OidcApi::get_callback(http::Request request) {
    if (provider_ == nullptr) {
        const Error error{Errc::not_found, "log-in through a provider is not set up"};
        co_return http::problem(error, request.request_id);
    }
    if (!log_in_.may_try(request.client_address)) {
        log_refusal("limited", "too many failed log-ins from this network");
        co_return back_to_log_in("limited");
    }
    oidc::Callback callback{
        .cookie = {},
        .state = value_of(request, "state"),
        .code = value_of(request, "code"),
        .error = value_of(request, "error"),
        .issuer = value_of(request, "iss"),
    };
    if (const auto cookie = request.cookie(secure_cookies_ ? "__Host-oidc" : "oidc")) {
        callback.cookie = std::string(*cookie);
    }
    auto finished = co_await provider_->finish(std::move(callback));
    if (!finished.identity) {
        const std::string_view why = word_for(finished.refusal);
        log_refusal(why, finished.detail);
        co_return finished.note.empty() ? back_to_log_in(why) : back_to_settings(why);
    }
    if (finished.note.empty()) {
        co_return co_await finish_log_in(*std::move(finished.identity), request.client_address);
    }
    co_return co_await finish_link(
        *std::move(finished.identity), std::move(finished.note), request.client_address
    );
}

OidcApi::Reply OidcApi::finish_log_in(ProvenIdentity identity, std::string address) {
    const std::string subject = identity.subject;
    auto logged_in = co_await log_in_.log_in(std::move(identity), std::move(address));
    if (!logged_in) {
        log_refusal(word_for(logged_in.error()), logged_in.error().detail);
        if (logged_in.error().code == Errc::not_found) log_unlinked(subject);
        co_return back_to_log_in(word_for(logged_in.error()));
    }
    http::Response response = redirect(std::string(console));
    response.headers.emplace_back("Set-Cookie", callers_.session_cookie(logged_in->session_id));
    response.headers.emplace_back("Set-Cookie", ticket_cookie("", 0));
    co_return response;
}

}  // namespace chaffinch::api
