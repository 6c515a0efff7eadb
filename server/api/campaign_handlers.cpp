// Handlers of the native door for campaigns.

#include "server/api/campaign_replies.h"
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

CampaignId campaign_in(const http::Request& request) {
    const auto id = request.path_parameters.find("id");
    return CampaignId{id == request.path_parameters.end() ? std::string() : id->second};
}

json::value cursor_reply(const std::string& cursor) {
    return cursor.empty() ? json::value(nullptr) : json::value(cursor);
}

json::object decided_reply(
    const review::CampaignJudgement& judgement, const review::CampaignDecided& decided
) {
    json::array results;
    for (const store::DecisionAttempt& attempt : decided.decided.attempts) {
        results.push_back(attempt_reply(attempt));
    }
    return {
        {"campaign", judgement.id.value},
        {"dry_run", judgement.dry_run},
        {"open", decided.open},
        {"published", decided.published},
        {"decision", cursor_reply(decided.decided.id.value)},
        {"results", std::move(results)},
    };
}

}  // namespace

NativeApi::Reply NativeApi::get_campaigns(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto query = decode_campaign_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    const auto page = co_await campaigns_.list(reviewer_of(*caller), *std::move(query));
    if (!page) co_return http::problem(page.error(), request.request_id);
    json::array items;
    for (const Campaign& campaign : page->items) items.push_back(campaign_reply(campaign));
    co_return json_response(
        200,
        json::object{{"items", std::move(items)}, {"next_cursor", cursor_reply(page->next_cursor)}}
    );
}

NativeApi::Reply NativeApi::get_campaign(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto query = decode_page_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    const auto page = co_await campaigns_.members(
        reviewer_of(*caller), campaign_in(request), query->limit, std::move(query->cursor)
    );
    if (!page) co_return http::problem(page.error(), request.request_id);
    json::array items;
    for (const store::CampaignMember& member : page->items) {
        items.push_back(campaign_member_reply(member));
    }
    co_return json_response(
        200,
        json::object{
            {"campaign", campaign_reply(page->campaign)},
            {"items", std::move(items)},
            {"next_cursor", cursor_reply(page->next_cursor)}
        }
    );
}

NativeApi::Reply NativeApi::post_campaign_decision(http::Request request) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto key = co_await idempotency_.check(request, "moderator:" + caller->id.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto judgement = decode_campaign_decision(request.body);
    if (!judgement) co_return http::problem(judgement.error(), request.request_id);
    judgement->id = campaign_in(request);
    const auto decided = co_await campaigns_.decide(reviewer_of(*caller), *judgement);
    if (!decided) co_return http::problem(decided.error(), request.request_id);
    http::Response response = json_response(200, decided_reply(*judgement, *decided));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

}  // namespace chaffinch::api
