// Handlers about the links between accounts and identities at the provider.

#include "server/api/account_requests.h"
#include "server/api/json_values.h"
#include "server/api/oidc_api.h"
#include "server/api/replies.h"
#include "server/oidc/key_set.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

ModeratorId moderator_of(const http::Request& request) {
    const auto found = request.path_parameters.find("id");
    return ModeratorId{found == request.path_parameters.end() ? std::string() : found->second};
}

json::object identity_reply(const LinkedIdentity& identity) {
    return {
        {"issuer", identity.issuer},
        {"subject", or_null(identity.subject)},
        {"email", or_null(identity.email)},
        {"linked_at", to_rfc3339(identity.linked_at)},
        {"last_used_at", or_null(identity.last_used_at)},
    };
}

/// The session that a ticket names. The provider's flow vouches for it.
std::optional<SecretHash> session_in(std::string_view note) {
    const auto bytes = oidc::from_base64url(note);
    SecretHash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

std::string note_of(const SecretHash& session) {
    return oidc::to_base64url({reinterpret_cast<const char*>(session.data()), session.size()});
}

std::string_view word_for(const Error& refused) {
    return refused.code == Errc::conflict ? "taken" : "stale";
}

Error no_provider() {
    return {Errc::conflict, "no provider is configured to link an account to"};
}

}  // namespace

OidcApi::Reply OidcApi::get_identity(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_configure()) {
        const Error error{Errc::forbidden, "only an admin or operator sees accounts"};
        co_return http::problem(error, request.request_id);
    }
    const auto found = co_await identities_.of(*caller, moderator_of(request));
    if (!found) co_return http::problem(found.error(), request.request_id);
    co_return json_response(200, identity_reply(*found));
}

OidcApi::Reply OidcApi::put_identity(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_identity(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    if (provider_ == nullptr) {
        co_return http::problem(no_provider(), request.request_id);
    }
    auto identity = auth::identity_from(
        std::move(wanted->identity), provider_->settings().issuer, clock_.now()
    );
    if (!identity) co_return http::problem(identity.error(), request.request_id);
    const auto linked = co_await identities_.link(
        *caller,
        moderator_of(request),
        *std::move(identity),
        std::move(wanted->proof),
        request.client_address
    );
    if (!linked) co_return http::problem(linked.error(), request.request_id);
    co_return json_response(200, identity_reply(*linked));
}

OidcApi::Reply OidcApi::post_identity_end(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    const auto ended = co_await identities_.unlink(
        *caller, moderator_of(request), *std::move(proof), request.client_address
    );
    if (!ended) co_return http::problem(ended.error(), request.request_id);
    http::Response response;
    response.status = 204;
    co_return response;
}

OidcApi::Reply OidcApi::get_own_identity(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (caller->token) {
        const Error error{Errc::forbidden, "a personal token reads and decides; log in for this"};
        co_return http::problem(error, request.request_id);
    }
    const auth::OwnIdentity own = co_await identities_.own(*caller);
    json::object reply{{"linked", nullptr}, {"password", own.has_password}};
    if (own.linked) reply["linked"] = identity_reply(*own.linked);
    co_return json_response(200, std::move(reply));
}

OidcApi::Reply OidcApi::post_own_identity(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    if (provider_ == nullptr) co_return http::problem(no_provider(), request.request_id);
    const auto session =
        co_await identities_.begin_own(*caller, *std::move(proof), request.client_address);
    if (!session) co_return http::problem(session.error(), request.request_id);
    auto begun = provider_->begin(note_of(*session));
    if (!begun) {
        const Error error{Errc::overloaded, "the provider was not reached yet; try again"};
        co_return http::problem(error, request.request_id);
    }
    http::Response response = json_response(200, json::object{{"location", begun->location}});
    const std::chrono::seconds lifetime = oidc::ticket_lifetime;
    response.headers.emplace_back(
        "Set-Cookie", ticket_cookie(begun->cookie, static_cast<int>(lifetime.count()))
    );
    co_return response;
}

OidcApi::Reply OidcApi::finish_link(
    ProvenIdentity identity, std::string note, std::string address
) {
    const auto session = session_in(note);
    if (!session) co_return back_to_settings("stale");
    const auto linked =
        co_await identities_.finish_own(*session, std::move(identity), clock_.now());
    if (!linked) {
        const std::string_view why = word_for(linked.error());
        telemetry::log(telemetry::Level::warning, "oidc_link_refused", {{"why", why}});
        co_return back_to_settings(why);
    }
    log_in_.note_success(address);
    co_return back_to_settings("done");
}

OidcApi::Reply OidcApi::post_own_identity_end(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    const auto ended =
        co_await identities_.end_own(*caller, *std::move(proof), request.client_address);
    if (!ended) co_return http::problem(ended.error(), request.request_id);
    http::Response response;
    response.status = 204;
    co_return response;
}

}  // namespace chaffinch::api
