// The table of routes about how things stand, and their handlers.

#include "server/api/insight_api.h"

#include "server/api/insight_json.h"
#include "server/api/query_reader.h"
#include "server/api/replies.h"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace chaffinch::api {

InsightApi::InsightApi(
    insight::Insight& insight,
    auth::Authenticator& authenticator,
    store::AccountStore& accounts,
    bool secure_cookies
)
    : insight_(insight), accounts_(accounts), callers_(authenticator, secure_cookies) {}

http::Handler InsightApi::handler(Reply (InsightApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::vector<http::Route> InsightApi::routes() {
    using Self = InsightApi;
    return {
        {"GET", "/v1/insight/activity", 0, handler(&Self::get_activity)},
        {"GET", "/v1/insight/decisions", 0, handler(&Self::get_decisions)},
        {"GET", "/v1/insight/rules", 0, handler(&Self::get_rule_records)},
        {"GET", "/v1/insight/drift", 0, handler(&Self::get_drift)},
        {"GET", "/v1/insight/scores", 0, handler(&Self::get_scores)},
    };
}

boost::asio::awaitable<Result<std::vector<SiteId>>> InsightApi::sites_to_read(
    const http::Request& request
) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return caller.error();
    const std::vector<SiteId> named = named_sites(request);
    const std::vector<Site> known = co_await accounts_.list_sites();
    for (const SiteId& site : named) {
        const bool exists = std::ranges::find(known, site, &Site::id) != known.end();
        if (exists && caller->works_for(site)) continue;
        co_return Error{Errc::not_found, "there is no site '" + site.value + "'"};
    }
    if (!named.empty()) co_return named;
    std::vector<SiteId> all;
    for (const Site& site : known) {
        if (caller->works_for(site.id)) all.push_back(site.id);
    }
    co_return all;
}

namespace {

/// The last days up to now, in whole steps.
insight::Question question_of(
    std::vector<SiteId> sites, const InsightQuery& query, const insight::Insight& insight
) {
    using std::chrono::days;
    using std::chrono::hours;
    insight::Question question;
    question.sites = std::move(sites);
    question.step = query.by_hour ? hours(1) : hours(24);
    question.to = (query.by_hour ? insight.this_hour() : insight.today()) + question.step;
    question.from = question.to - days(query.days);
    return question;
}

}  // namespace

InsightApi::Reply InsightApi::get_activity(http::Request request) {
    auto sites = co_await sites_to_read(request);
    if (!sites) co_return http::problem(sites.error(), request.request_id);
    const auto query = decode_insight_query(request, Steps::asked);
    if (!query) co_return http::problem(query.error(), request.request_id);
    auto question = question_of(*std::move(sites), *query, insight_);
    const auto activity = co_await insight_.activity(std::move(question));
    co_return json_response(200, activity_reply(activity, query->by_hour));
}

InsightApi::Reply InsightApi::get_decisions(http::Request request) {
    auto sites = co_await sites_to_read(request);
    if (!sites) co_return http::problem(sites.error(), request.request_id);
    const auto query = decode_insight_query(request, Steps::days);
    if (!query) co_return http::problem(query.error(), request.request_id);
    const auto question = question_of(*std::move(sites), *query, insight_);
    const auto decisions = co_await insight_.decisions(question);
    co_return json_response(200, decisions_reply(decisions, question));
}

InsightApi::Reply InsightApi::get_rule_records(http::Request request) {
    const auto sites = co_await sites_to_read(request);
    if (!sites) co_return http::problem(sites.error(), request.request_id);
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    if (!request.query_value("site") || sites->size() != 1) {
        const FieldError missing{"?site", "name one site: rules belong to it"};
        const Error error{Errc::invalid, "the query has mistakes", {missing}};
        co_return http::problem(error, request.request_id);
    }
    const auto records = co_await insight_.rules(sites->front());
    co_return json_response(200, rule_records_reply(sites->front(), records));
}

InsightApi::Reply InsightApi::get_drift(http::Request request) {
    auto sites = co_await sites_to_read(request);
    if (!sites) co_return http::problem(sites.error(), request.request_id);
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    const auto drift = co_await insight_.drift(*std::move(sites));
    co_return json_response(200, drift_reply(drift));
}

InsightApi::Reply InsightApi::get_scores(http::Request request) {
    auto sites = co_await sites_to_read(request);
    if (!sites) co_return http::problem(sites.error(), request.request_id);
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    const auto scores = co_await insight_.queue_scores(*std::move(sites));
    co_return json_response(200, scores_reply(scores));
}

}  // namespace chaffinch::api
