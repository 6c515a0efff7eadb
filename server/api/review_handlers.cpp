// Handlers of the native door for moderators: queue, decisions, undo.

#include "server/api/native_api.h"
#include "server/api/queue_replies.h"
#include "server/api/queue_requests.h"
#include "server/api/replies.h"
#include "server/api/requests.h"
#include "server/api/reviewer_of.h"

#include <boost/json.hpp>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

json::object decided_reply(
    const review::Decided& decided, const std::vector<review::DecisionItem>& items
) {
    json::array results;
    for (std::size_t i = 0; i < decided.attempts.size(); ++i) {
        json::object result = attempt_reply(decided.attempts[i]);
        if (i < items.size()) result["comment"] = items[i].comment.value;
        results.push_back(std::move(result));
    }
    return {{"decision", decided.id.value}, {"results", std::move(results)}};
}

/// A single decision that failed answers with its own status; a bulk one always with 200.
unsigned status_of(const review::Decided& decided) {
    if (decided.attempts.size() != 1 || decided.attempts[0]) return 200;
    return http::problem(decided.attempts[0].error().error, "").status;
}

}  // namespace

NativeApi::Reply NativeApi::get_queue(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    review::Reviewer reviewer = reviewer_of(*caller);
    auto query = decode_queue_query(request, reviewer);
    if (!query) co_return http::problem(query.error(), request.request_id);
    const auto page = co_await review_.queue(std::move(reviewer), *std::move(query));
    if (!page) co_return http::problem(page.error(), request.request_id);
    co_return json_response(200, queue_page_reply(*page, caller->id));
}

NativeApi::Reply NativeApi::get_queue_counts(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto sites = decode_sites(request);
    if (!sites) co_return http::problem(sites.error(), request.request_id);
    const auto counts = co_await review_.counts(reviewer_of(*caller), *std::move(sites));
    co_return json_response(200, queue_counts_reply(counts));
}

NativeApi::Reply NativeApi::post_decisions(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto key = co_await idempotency_.check(request, "moderator:" + caller->id.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    const auto items = decode_decisions(request.body);
    if (!items) co_return http::problem(items.error(), request.request_id);
    const review::Decided decided = co_await review_.decide(reviewer_of(*caller), *items);
    http::Response response = json_response(status_of(decided), decided_reply(decided, *items));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

NativeApi::Reply NativeApi::post_undo(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto key = co_await idempotency_.check(request, "moderator:" + caller->id.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    const auto id = request.path_parameters.find("id");
    DecisionId decision{id == request.path_parameters.end() ? std::string() : id->second};
    const auto decided = co_await review_.undo(reviewer_of(*caller), std::move(decision));
    if (!decided) co_return http::problem(decided.error(), request.request_id);
    http::Response response = json_response(status_of(*decided), decided_reply(*decided, {}));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

}  // namespace chaffinch::api
