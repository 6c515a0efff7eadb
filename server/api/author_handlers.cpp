// Handlers of the native door for moderators: authors and how they are treated.

#include "server/api/author_replies.h"
#include "server/api/native_api.h"
#include "server/api/replies.h"
#include "server/api/requests.h"

#include <boost/json.hpp>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

review::Reviewer reviewer_of(const auth::ModeratorCaller& caller) {
    return {.id = caller.id, .login = caller.login, .sites = caller.sites};
}

}  // namespace

NativeApi::Reply NativeApi::get_author(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto page = decode_page_query(request);
    if (!page) co_return http::problem(page.error(), request.request_id);
    const auto record = co_await authors_.record(
        reviewer_of(*caller), path_parameter(request, "id"), page->limit, std::move(page->cursor)
    );
    if (!record) co_return http::problem(record.error(), request.request_id);
    co_return json_response(200, author_reply(*record));
}

NativeApi::Reply NativeApi::put_standing(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto key = co_await idempotency_.check(request, "moderator:" + caller->id.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto wish = decode_standing(request.body);
    if (!wish) co_return http::problem(wish.error(), request.request_id);
    const bool dry_run = wish->dry_run;
    const auto given = co_await authors_.set_standing(
        reviewer_of(*caller), path_parameter(request, "id"), *std::move(wish)
    );
    if (!given) co_return http::problem(given.error(), request.request_id);
    http::Response response = json_response(
        200,
        json::object{
            {"standing", standing_reply(given->standing)},
            {"dry_run", dry_run},
            {"taken", {{"open", given->taken.open}, {"published", given->taken.published}}},
        }
    );
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

}  // namespace chaffinch::api
