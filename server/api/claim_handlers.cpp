// Handlers of the native door for moderators: claims, skips, assignments.

#include "server/api/native_api.h"
#include "server/api/queue_replies.h"
#include "server/api/queue_requests.h"
#include "server/api/replies.h"
#include "server/api/reviewer_of.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

NativeApi::Reply NativeApi::post_claim(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto key = co_await idempotency_.check(request, "moderator:" + caller->id.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    review::Reviewer reviewer = reviewer_of(*caller);
    auto wish = decode_claim(request, reviewer);
    if (!wish) co_return http::problem(wish.error(), request.request_id);
    const auto claimed = co_await desk_.claim(std::move(reviewer), *std::move(wish));
    if (!claimed) co_return http::problem(claimed.error(), request.request_id);
    http::Response response = json_response(200, claimed_reply(*claimed, caller->id));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

NativeApi::Reply NativeApi::post_renew(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wish = decode_renewal(request.body);
    if (!wish) co_return http::problem(wish.error(), request.request_id);
    const auto held =
        co_await desk_.renew(reviewer_of(*caller), std::move(wish->comments), wish->lease);
    co_return json_response(200, held_reply(held));
}

NativeApi::Reply NativeApi::delete_claims(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto comments = decode_release(request);
    if (!comments) co_return http::problem(comments.error(), request.request_id);
    co_await desk_.release(reviewer_of(*caller), *std::move(comments));
    http::Response response;
    response.status = 204;
    co_return response;
}

NativeApi::Reply NativeApi::post_skip(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto skips = co_await desk_.skip(reviewer_of(*caller), comment_of(request));
    if (!skips) co_return http::problem(skips.error(), request.request_id);
    co_return json_response(200, json::object{{"skips", *skips}});
}

NativeApi::Reply NativeApi::put_assignment(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    review::Reviewer reviewer = reviewer_of(*caller);
    auto login = decode_assignment(request.body, reviewer);
    if (!login) co_return http::problem(login.error(), request.request_id);
    const auto assigned =
        co_await desk_.assign(std::move(reviewer), comment_of(request), *std::move(login));
    if (!assigned) co_return http::problem(assigned.error(), request.request_id);
    const json::value to = assigned->empty() ? json::value(nullptr) : json::value(*assigned);
    co_return json_response(200, json::object{{"assigned_to", to}});
}

}  // namespace chaffinch::api
