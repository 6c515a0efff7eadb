// Handlers about articles, with the JSON they read and answer.

#include "server/api/article_api.h"

#include "engine/types/content_words.h"
#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "engine/wire/submission_json.h"
#include "server/api/query_reader.h"
#include "server/api/replies.h"
#include "server/api/requests.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <optional>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

constexpr std::size_t policy_body = 4 * std::size_t{1024};
constexpr std::size_t longest_words = 200;

template <class T>
json::value or_null(const std::optional<T>& value) {
    return value ? json::value(*value) : json::value(nullptr);
}

json::object policy_reply(const ArticlePolicy& policy) {
    json::object reply{
        {"comments", name(policy.comments)}, {"sensitivity", name(policy.sensitivity)}
    };
    reply["close_after_days"] = or_null(policy.close_after_days);
    reply["links_allowed"] = or_null(policy.links_allowed);
    reply["hold_at"] = or_null(policy.hold_at);
    reply["reject_at"] = or_null(policy.reject_at);
    reply["hold_after_reports"] = or_null(policy.hold_after_reports);
    return reply;
}

json::object listed_reply(const store::ListedArticle& listed) {
    const Article& article = listed.article;
    json::object reply{
        {"site", listed.site.value},
        {"id", article.id.value},
        {"url", article.url},
        {"title", article.title},
        {"section", article.section},
        {"waiting", listed.waiting}
    };
    reply["published_at"] = article.published_at ? json::value(to_rfc3339(*article.published_at))
                                                 : json::value(nullptr);
    reply["policy"] = policy_reply(article.policy);
    reply["announced"] = policy_reply(listed.announced);
    reply["set_by"] = listed.set ? json::value(listed.set->moderator_login) : json::value(nullptr);
    reply["set_at"] = listed.set ? json::value(to_rfc3339(listed.set->at)) : json::value(nullptr);
    return reply;
}

/// What PUT /v1/articles/{id}/policy brings.
struct WantedPolicy {
    SiteId site{};
    std::optional<ArticlePolicy> policy{};
};

/// {site, policy}; policy null: what the site announced stands again.
Result<WantedPolicy> decode_wanted_policy(const ArticleId& id, std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    wire::ObjectReader in(*value, "", errors);
    WantedPolicy wanted;
    wanted.site.value =
        in.text("site", {.min_bytes = 1, .bytes = limits::id_bytes}, wire::Presence::required)
            .value_or("");
    const json::value* policy = in.member("policy");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    if (policy == nullptr) return wanted;
    // The same members, limits and words as when a site announces it.
    auto article = wire::decode_article(id, json::object{{"policy", *policy}});
    if (!article) return article.error();
    wanted.policy = article->policy;
    return wanted;
}

Result<store::ArticleQuery> decode_article_query(const http::Request& request) {
    store::ArticleQuery query;
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    query.site.value = in.text("site").value_or("");
    if (query.site.empty()) in.fail("site", "is required: articles belong to a site");
    query.words = in.text("words").value_or("");
    if (query.words.size() > longest_words) in.fail("words", "must be at most 200 bytes");
    query.limit = in.limit(50);
    query.before = in.whole("cursor", std::int64_t{1} << 53, 0);
    in.finish();
    if (errors.empty()) return query;
    return wire::invalid(std::move(errors));
}

Error unknown_site(const SiteId& site) {
    return {Errc::not_found, "there is no site '" + site.value + "'"};
}

}  // namespace

ArticleApi::ArticleApi(
    store::ArticleStore& articles,
    intake::Intake& intake,
    auth::Authenticator& authenticator,
    const runtime::Clock& clock,
    bool secure_cookies
)
    : articles_(articles),
      intake_(intake),
      clock_(clock),
      callers_(authenticator, secure_cookies) {}

http::Handler ArticleApi::handler(Reply (ArticleApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::vector<http::Route> ArticleApi::routes() {
    using Self = ArticleApi;
    return {
        {"GET", "/v1/articles", 0, handler(&Self::get_articles)},
        {"GET", "/v1/articles/{id}/policy", 0, handler(&Self::get_policy)},
        {"PUT", "/v1/articles/{id}/policy", policy_body, handler(&Self::put_policy)},
    };
}

ArticleApi::Reply ArticleApi::get_articles(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto query = decode_article_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    if (!caller->works_for(query->site)) {
        co_return http::problem(unknown_site(query->site), request.request_id);
    }
    const store::ArticlePage page = co_await articles_.list_articles(*std::move(query));
    json::array items;
    for (const store::ListedArticle& listed : page.articles) items.push_back(listed_reply(listed));
    json::object reply{{"items", std::move(items)}};
    reply["next_cursor"] =
        page.next > 0 ? json::value(std::to_string(page.next)) : json::value(nullptr);
    co_return json_response(200, std::move(reply));
}

ArticleApi::Reply ArticleApi::get_policy(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    SiteId site{std::string(request.query_value("site").value_or(""))};
    if (!caller->works_for(site)) co_return http::problem(unknown_site(site), request.request_id);
    ArticleId id{path_parameter(request, "id")};
    const auto listed = co_await articles_.listed_article(std::move(site), std::move(id));
    if (!listed) co_return http::problem(listed.error(), request.request_id);
    co_return json_response(200, listed_reply(*listed));
}

ArticleApi::Reply ArticleApi::put_policy(http::Request request) {
    const auto caller = co_await callers_.acting(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_decide()) {
        const Error error{Errc::forbidden, "this role or token may look, not decide"};
        co_return http::problem(error, request.request_id);
    }
    const ArticleId id{path_parameter(request, "id")};
    auto wanted = decode_wanted_policy(id, request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    if (!caller->works_for(wanted->site)) {
        co_return http::problem(unknown_site(wanted->site), request.request_id);
    }
    std::optional<store::SetPolicy> set;
    if (wanted->policy) {
        set.emplace();
        set->policy = *wanted->policy;
        set->moderator = caller->id;
        set->moderator_login = caller->login;
        set->at = clock_.now();
    }
    const auto stored = co_await articles_.set_article_policy(wanted->site, id, std::move(set));
    if (!stored) co_return http::problem(stored.error(), request.request_id);
    intake_.forget_article(wanted->site, id);
    telemetry::log(
        telemetry::Level::info,
        "article_policy_set",
        {{"site", std::string_view(wanted->site.value)}, {"by", std::string_view(caller->id.value)}}
    );
    const auto listed = co_await articles_.listed_article(wanted->site, id);
    if (!listed) co_return http::problem(listed.error(), request.request_id);
    co_return json_response(200, listed_reply(*listed));
}

}  // namespace chaffinch::api
