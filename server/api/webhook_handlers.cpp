// Handlers of the native door for operators: webhooks, their log, and what is done about failures.
//
// No Idempotency-Key here: it would keep the answer, and with it a secret in the clear. The calls
// are safe to repeat in another way: an address is taken once, and a delivery is replayed once.

#include "server/api/native_api.h"
#include "server/api/replies.h"
#include "server/api/requests.h"
#include "server/api/webhook_replies.h"

#include <boost/json.hpp>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

std::string path_parameter(const http::Request& request, const char* name) {
    const auto found = request.path_parameters.find(name);
    return found == request.path_parameters.end() ? std::string() : found->second;
}

http::Response no_content() {
    http::Response response;
    response.status = 204;
    return response;
}

}  // namespace

boost::asio::awaitable<Result<auth::ModeratorCaller>> NativeApi::configuring_caller(
    const http::Request& request
) {
    auto caller = co_await deciding_caller(request);
    if (!caller) co_return caller.error();
    if (!caller->may_configure()) {
        co_return Error{Errc::forbidden, "only an admin or operator may change this"};
    }
    co_return caller;
}

boost::asio::awaitable<Result<WebhookEndpoint>> NativeApi::endpoint_of(
    const http::Request& request, const auth::ModeratorCaller& caller
) {
    EndpointId id{path_parameter(request, "id")};
    auto endpoint = co_await webhooks_.find_endpoint(std::move(id));
    if (!endpoint) co_return endpoint.error();
    if (!caller.works_for(endpoint->site)) {
        co_return Error{Errc::not_found, "there is no webhook '" + endpoint->id.value + "'"};
    }
    co_return endpoint;
}

NativeApi::Reply NativeApi::get_webhooks(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_configure()) {
        const Error error{Errc::forbidden, "only an admin or operator sees webhooks"};
        co_return http::problem(error, request.request_id);
    }
    json::array items;
    for (const WebhookEndpoint& endpoint : co_await webhooks_.list_endpoints(SiteId())) {
        if (caller->works_for(endpoint.site)) items.push_back(endpoint_reply(endpoint));
    }
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

NativeApi::Reply NativeApi::post_webhook(http::Request request) {
    const auto caller = co_await configuring_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_webhook(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    if (!caller->works_for(wanted->site)) {
        const Error error{Errc::not_found, "there is no site '" + wanted->site.value + "'"};
        co_return http::problem(error, request.request_id);
    }
    const auto made = co_await endpoints_.add(
        std::move(wanted->site), std::move(wanted->url), "standard", clock_.now()
    );
    if (!made) co_return http::problem(made.error(), request.request_id);
    json::object reply{{"webhook", endpoint_reply(made->endpoint)}, {"secret", made->secret}};
    co_return json_response(201, std::move(reply));
}

NativeApi::Reply NativeApi::delete_webhook(http::Request request) {
    const auto caller = co_await configuring_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto endpoint = co_await endpoint_of(request, *caller);
    if (!endpoint) co_return http::problem(endpoint.error(), request.request_id);
    const auto removed = co_await webhooks_.remove_endpoint(endpoint->id);
    if (!removed) co_return http::problem(removed.error(), request.request_id);
    co_return no_content();
}

NativeApi::Reply NativeApi::post_webhook_secret(http::Request request) {
    const auto caller = co_await configuring_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto endpoint = co_await endpoint_of(request, *caller);
    if (!endpoint) co_return http::problem(endpoint.error(), request.request_id);
    const auto secret = co_await endpoints_.rotate(endpoint->id, clock_.now());
    if (!secret) co_return http::problem(secret.error(), request.request_id);
    co_return json_response(200, json::object{{"secret", *secret}});
}

NativeApi::Reply NativeApi::post_webhook_enable(http::Request request) {
    const auto caller = co_await configuring_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto endpoint = co_await endpoint_of(request, *caller);
    if (!endpoint) co_return http::problem(endpoint.error(), request.request_id);
    const auto enabled = co_await webhooks_.enable_endpoint(endpoint->id);
    if (!enabled) co_return http::problem(enabled.error(), request.request_id);
    co_return no_content();
}

NativeApi::Reply NativeApi::get_deliveries(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_configure()) {
        const Error error{Errc::forbidden, "only an admin or operator sees webhooks"};
        co_return http::problem(error, request.request_id);
    }
    const auto query = decode_delivery_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    const auto endpoint = co_await endpoint_of(request, *caller);
    if (!endpoint) co_return http::problem(endpoint.error(), request.request_id);
    json::array items;
    for (const WebhookDelivery& delivery :
         co_await webhooks_.deliveries_of(endpoint->id, query->state, query->limit)) {
        const auto attempts = co_await webhooks_.attempts_of(delivery.id);
        items.push_back(delivery_reply(delivery, attempts));
    }
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

NativeApi::Reply NativeApi::post_replay(http::Request request) {
    const auto caller = co_await configuring_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto endpoint = co_await endpoint_of(request, *caller);
    if (!endpoint) co_return http::problem(endpoint.error(), request.request_id);
    DeliveryId delivery{path_parameter(request, "delivery")};
    const auto replayed =
        co_await webhooks_.replay_delivery(std::move(delivery), endpoint->id, clock_.now());
    if (!replayed) co_return http::problem(replayed.error(), request.request_id);
    co_return no_content();
}

}  // namespace chaffinch::api
