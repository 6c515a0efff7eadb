// Handlers about the accounts of others, and about sites and their keys.

#include "server/api/account_api.h"
#include "server/api/account_replies.h"
#include "server/api/account_requests.h"
#include "server/api/replies.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

SiteId site_of(const http::Request& request) {
    const auto found = request.path_parameters.find("id");
    return {found == request.path_parameters.end() ? std::string() : found->second};
}

}  // namespace

AccountApi::Reply AccountApi::get_moderators(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_configure()) {
        const Error error{Errc::forbidden, "only an admin or operator sees accounts"};
        co_return http::problem(error, request.request_id);
    }
    json::array items;
    for (const Moderator& moderator : co_await staff_.list(*caller)) {
        items.push_back(account_reply(moderator));
    }
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

AccountApi::Reply AccountApi::post_moderator(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_moderator(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto made = co_await staff_.add(
        *caller, std::move(wanted->moderator), std::move(wanted->proof), request.client_address
    );
    if (!made) co_return http::problem(made.error(), request.request_id);
    co_return json_response(201, account_reply(*made));
}

AccountApi::Reply AccountApi::patch_moderator(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_moderator_change(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    ModeratorId id{site_of(request).value};
    const auto changed = co_await staff_.change(
        *caller,
        std::move(id),
        std::move(wanted->change),
        std::move(wanted->proof),
        request.client_address
    );
    if (!changed) co_return http::problem(changed.error(), request.request_id);
    co_return json_response(200, account_reply(*changed));
}

AccountApi::Reply AccountApi::get_sites(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    json::array items;
    for (const Site& site : co_await sites_.list(*caller)) items.push_back(site_reply(site));
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

AccountApi::Reply AccountApi::post_site(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_site(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto made = co_await sites_.add(
        *caller,
        std::move(wanted->id),
        std::move(wanted->name),
        std::move(wanted->proof),
        request.client_address
    );
    if (!made) co_return http::problem(made.error(), request.request_id);
    json::object reply{
        {"site", site_reply(made->site)}, {"key", made->key}, {"akismet_key", made->akismet_key}
    };
    co_return json_response(201, std::move(reply));
}

AccountApi::Reply AccountApi::post_site_key(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    const auto key = co_await sites_.rotate_key(
        *caller, site_of(request), *std::move(proof), request.client_address
    );
    if (!key) co_return http::problem(key.error(), request.request_id);
    co_return json_response(200, json::object{{"key", *key}});
}

AccountApi::Reply AccountApi::post_akismet_key(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    const auto key = co_await sites_.rotate_akismet_key(
        *caller, site_of(request), *std::move(proof), request.client_address
    );
    if (!key) co_return http::problem(key.error(), request.request_id);
    co_return json_response(200, json::object{{"key", *key}});
}

}  // namespace chaffinch::api
