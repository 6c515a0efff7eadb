// Handlers of the native door for operators: what moderators taught, and forgetting it.

#include "server/api/learning_json.h"
#include "server/api/native_api.h"
#include "server/api/replies.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

Error unknown_site(const SiteId& site) {
    return {Errc::not_found, "there is no site '" + site.value + "'"};
}

}  // namespace

boost::asio::awaitable<bool> NativeApi::is_known_site(const SiteId& site) {
    const std::vector<Site> sites = co_await accounts_.list_sites();
    co_return std::ranges::find(sites, site, &Site::id) != sites.end();
}

NativeApi::Reply NativeApi::get_learning(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_configure()) {
        const Error error{Errc::forbidden, "only an admin or operator sees who taught what"};
        co_return http::problem(error, request.request_id);
    }
    std::vector<SiteId> sites = caller->sites;
    if (const auto site = request.query_value("site")) {
        const SiteId id{std::string(*site)};
        if (!caller->works_for(id)) co_return http::problem(unknown_site(id), request.request_id);
        sites.assign(1, id);
    }
    std::map<std::string, std::string> logins;
    for (const Moderator& moderator : co_await accounts_.list_moderators())
        logins[moderator.id.value] = moderator.login;
    json::array items;
    for (const learning::SiteDetail& site : co_await learning_.details(std::move(sites)))
        items.push_back(learning_reply(site, logins));
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

NativeApi::Reply NativeApi::post_forget(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_forgetting(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const bool known = co_await is_known_site(wanted->site);
    if (!known || !caller->works_for(wanted->site))
        co_return http::problem(unknown_site(wanted->site), request.request_id);
    store::LessonSelection selection;
    selection.site = wanted->site;
    selection.decision = wanted->decision;
    selection.after = wanted->after;
    if (wanted->moderator) {
        const auto moderator = co_await accounts_.find_moderator(*wanted->moderator);
        if (!moderator) {
            const Error error{
                Errc::not_found, "there is no moderator '" + *wanted->moderator + "'"
            };
            co_return http::problem(error, request.request_id);
        }
        selection.moderator = moderator->id;
    }
    const std::size_t forgotten = co_await learning_.forget(std::move(selection), clock_.now());
    telemetry::log(
        telemetry::Level::info,
        "lessons_forgotten",
        {{"site", std::string_view(wanted->site.value)},
         {"by", std::string_view(caller->id.value)},
         {"lessons", static_cast<std::int64_t>(forgotten)}}
    );
    co_return json_response(200, json::object{{"forgotten", forgotten}});
}

}  // namespace chaffinch::api
