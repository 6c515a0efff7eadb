// Handlers about the links between accounts and identities at the provider.

#include "server/api/account_requests.h"
#include "server/api/oidc_api.h"
#include "server/api/replies.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

ModeratorId moderator_of(const http::Request& request) {
    const auto found = request.path_parameters.find("id");
    return ModeratorId{found == request.path_parameters.end() ? std::string() : found->second};
}

json::value optional_text(const std::optional<std::string>& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

json::object identity_reply(const LinkedIdentity& identity) {
    json::object reply{
        {"issuer", identity.issuer},
        {"subject", optional_text(identity.subject)},
        {"email", optional_text(identity.email)},
        {"linked_at", to_rfc3339(identity.linked_at)},
        {"last_used_at", nullptr},
    };
    if (identity.last_used_at) reply["last_used_at"] = to_rfc3339(*identity.last_used_at);
    return reply;
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
        const Error error{Errc::conflict, "no provider is configured to link an account to"};
        co_return http::problem(error, request.request_id);
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

}  // namespace chaffinch::api
