// The table of routes about rules, and their handlers.
//
// No Idempotency-Key: a publication names the edition that it stands on, so sent twice it is a
// conflict the second time.

#include "server/api/rules_api.h"

#include "server/api/query_reader.h"
#include "server/api/replies.h"
#include "server/api/requests.h"
#include "server/api/rules_json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

/// Text in JSON may be twice as long as it is.
constexpr std::size_t draft_body = 2 * rulebook::longest_own_rules;
constexpr std::size_t restore_body = 16 * std::size_t{1024};

Error unknown_site(const SiteId& site) {
    return {Errc::not_found, "there is no site '" + site.value + "'"};
}

/// The number in the path; 0, which no edition has, when it is none.
std::int64_t number_of(const http::Request& request) {
    const std::string written = path_parameter(request, "n");
    std::int64_t number = 0;
    const auto [end, failed] =
        std::from_chars(written.data(), written.data() + written.size(), number);
    const bool whole = failed == std::errc{} && end == written.data() + written.size();
    return whole && number > 0 ? number : 0;
}

rulebook::Publication publication_of(
    WantedPublication wanted, const auth::ModeratorCaller& caller
) {
    rulebook::Publication wish;
    wish.site = std::move(wanted.draft.site);
    wish.text = std::move(wanted.draft.text);
    wish.seen_version = wanted.version;
    wish.note = std::move(wanted.note);
    wish.moderator = caller.id;
    wish.moderator_login = caller.login;
    return wish;
}

}  // namespace

RulesApi::RulesApi(
    rulebook::Rulebook& rulebook,
    insight::Insight& insight,
    auth::Authenticator& authenticator,
    store::AccountStore& accounts,
    bool secure_cookies
)
    : rulebook_(rulebook),
      insight_(insight),
      accounts_(accounts),
      callers_(authenticator, secure_cookies) {}

http::Handler RulesApi::handler(Reply (RulesApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::vector<http::Route> RulesApi::routes() {
    using Self = RulesApi;
    return {
        {"GET", "/v1/rules", 0, handler(&Self::get_rules)},
        {"POST", "/v1/rules", draft_body, handler(&Self::post_rules)},
        {"POST", "/v1/rules/check", draft_body, handler(&Self::post_check)},
        {"POST", "/v1/rules/replay", draft_body, handler(&Self::post_replay)},
        {"GET", "/v1/rules/versions", 0, handler(&Self::get_versions)},
        {"GET", "/v1/rules/versions/{n}", 0, handler(&Self::get_version)},
        {"POST", "/v1/rules/versions/{n}/restore", restore_body, handler(&Self::post_restore)},
    };
}

boost::asio::awaitable<Result<SiteId>> RulesApi::known_site(
    SiteId site, const auth::ModeratorCaller& caller
) {
    if (!caller.works_for(site)) co_return unknown_site(site);
    const std::vector<Site> sites = co_await accounts_.list_sites();
    if (std::ranges::find(sites, site, &Site::id) == sites.end()) co_return unknown_site(site);
    co_return site;
}

boost::asio::awaitable<Result<SiteId>> RulesApi::site_to_read(const http::Request& request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return caller.error();
    const auto site = request.query_value("site");
    if (!site) {
        const FieldError missing{"?site", "is required: rules belong to a site"};
        co_return Error{Errc::invalid, "the query has mistakes", {missing}};
    }
    SiteId id{std::string(*site)};
    co_return co_await known_site(std::move(id), *caller);
}

RulesApi::Reply RulesApi::get_rules(http::Request request) {
    const auto site = co_await site_to_read(request);
    if (!site) co_return http::problem(site.error(), request.request_id);
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    const auto records = co_await insight_.rules(*site);
    co_return json_response(200, rules_reply(*site, rulebook_.rules_of(*site), records));
}

RulesApi::Reply RulesApi::get_versions(http::Request request) {
    const auto site = co_await site_to_read(request);
    if (!site) co_return http::problem(site.error(), request.request_id);
    const auto query = decode_version_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    json::array items;
    const auto versions = co_await rulebook_.versions(*site, query->before, query->limit);
    for (const RuleVersion& version : versions) items.push_back(version_reply(version));
    const bool more = versions.size() == query->limit && versions.back().version > 1;
    json::object reply{{"items", std::move(items)}};
    reply["next_cursor"] =
        more ? json::value(std::to_string(versions.back().version)) : json::value(nullptr);
    co_return json_response(200, std::move(reply));
}

RulesApi::Reply RulesApi::get_version(http::Request request) {
    const auto site = co_await site_to_read(request);
    if (!site) co_return http::problem(site.error(), request.request_id);
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    const auto version = co_await rulebook_.version(*site, number_of(request));
    if (!version) co_return http::problem(version.error(), request.request_id);
    json::object reply = version_reply(*version);
    reply["text"] = version->text;
    co_return json_response(200, std::move(reply));
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> RulesApi::drafting_caller(
    const http::Request& request
) {
    auto caller = co_await callers_.acting(request);
    if (caller && !caller->may_decide()) {
        co_return Error{Errc::forbidden, "this role or token may look, not try rules"};
    }
    co_return caller;
}

RulesApi::Reply RulesApi::post_check(http::Request request) {
    const auto caller = co_await drafting_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto draft = decode_draft(request.body);
    if (!draft) co_return http::problem(draft.error(), request.request_id);
    auto site = co_await known_site(std::move(draft->site), *caller);
    if (!site) co_return http::problem(site.error(), request.request_id);
    const auto checked = co_await rulebook_.check(*std::move(site), std::move(draft->text));
    if (!checked) co_return http::problem(checked.error(), request.request_id);
    co_return json_response(200, checked_reply(*checked));
}

RulesApi::Reply RulesApi::post_replay(http::Request request) {
    const auto caller = co_await drafting_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_replay(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    auto site = co_await known_site(std::move(wanted->draft.site), *caller);
    if (!site) co_return http::problem(site.error(), request.request_id);
    const auto report = co_await rulebook_.replay(
        *std::move(site), std::move(wanted->draft.text), wanted->comments
    );
    if (!report) co_return draft_problem(report.error(), request.request_id);
    co_return json_response(200, replay_reply(*report));
}

RulesApi::Reply RulesApi::post_rules(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_publication(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto site = co_await known_site(wanted->draft.site, *caller);
    if (!site) co_return http::problem(site.error(), request.request_id);
    auto published = co_await rulebook_.publish(publication_of(*std::move(wanted), *caller));
    if (!published) co_return draft_problem(published.error(), request.request_id);
    co_return json_response(201, version_reply(*published));
}

RulesApi::Reply RulesApi::post_restore(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_restoration(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto site = co_await known_site(wanted->draft.site, *caller);
    if (!site) co_return http::problem(site.error(), request.request_id);
    auto published =
        co_await rulebook_.restore(publication_of(*std::move(wanted), *caller), number_of(request));
    if (!published) co_return draft_problem(published.error(), request.request_id);
    co_return json_response(201, version_reply(*published));
}

}  // namespace chaffinch::api
