// Handlers of the native door for operators: what moderators taught, forgetting it, and vouching
// for it.

#include "server/api/learning_json.h"
#include "server/api/native_api.h"
#include "server/api/query_reader.h"
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
    const auto known = only_parameters(request, {"site"});
    if (!known) co_return http::problem(known.error(), request.request_id);
    std::vector<SiteId> sites = caller->sites;
    if (const auto site = request.query_value("site")) {
        const SiteId id{std::string(*site)};
        if (!caller->works_for(id)) co_return http::problem(unknown_site(id), request.request_id);
        sites.assign(1, id);
    }
    const auto logins = co_await logins_by_id();
    const std::vector<Voucher> vouchers = co_await learning_.vouchers(sites);
    json::array items;
    for (const learning::SiteDetail& site : co_await learning_.details(std::move(sites)))
        items.push_back(learning_reply(site, vouchers, logins));
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

boost::asio::awaitable<std::map<std::string, std::string>> NativeApi::logins_by_id() {
    std::map<std::string, std::string> logins;
    for (const Moderator& moderator : co_await accounts_.list_moderators())
        logins[moderator.id.value] = moderator.login;
    co_return logins;
}

boost::asio::awaitable<Result<Moderator>> NativeApi::teacher_on(
    auth::ModeratorCaller caller, SiteId site, std::string login
) {
    const bool known = co_await is_known_site(site);
    if (!known || !caller.works_for(site)) co_return unknown_site(site);
    auto moderator = co_await accounts_.find_moderator(login);
    if (!moderator) co_return Error{Errc::not_found, "there is no moderator '" + login + "'"};
    co_return *std::move(moderator);
}

NativeApi::Reply NativeApi::post_voucher(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_voucher(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto moderator = co_await teacher_on(*caller, wanted->site, wanted->moderator);
    if (!moderator) co_return http::problem(moderator.error(), request.request_id);
    if (moderator->id == caller->id) {
        // The account in doubt may be in other hands: these must not lift it.
        const Error error{Errc::forbidden, "another admin or operator vouches for what you taught"};
        co_return http::problem(error, request.request_id);
    }
    store::NewVoucher voucher;
    voucher.site = wanted->site;
    voucher.moderator = moderator->id;
    voucher.by_login = caller->login;
    voucher.note = std::move(wanted->note);
    voucher.at = clock_.now();
    const auto given = co_await learning_.vouch(std::move(voucher));
    if (!given) co_return http::problem(given.error(), request.request_id);
    telemetry::log(
        telemetry::Level::info,
        "moderator_vouched_for",
        {{"site", std::string_view(given->site.value)},
         {"moderator", std::string_view(given->moderator.value)},
         {"by", std::string_view(caller->id.value)},
         {"through", given->through}}
    );
    const auto logins = co_await logins_by_id();
    co_return json_response(200, voucher_reply(*given, logins));
}

NativeApi::Reply NativeApi::post_voucher_end(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_voucher_end(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto moderator = co_await teacher_on(*caller, wanted->site, wanted->moderator);
    if (!moderator) co_return http::problem(moderator.error(), request.request_id);
    store::VoucherEnd end;
    end.site = wanted->site;
    end.moderator = moderator->id;
    end.by_login = caller->login;
    end.at = clock_.now();
    const auto ended = co_await learning_.end_voucher(std::move(end));
    if (!ended) co_return http::problem(ended.error(), request.request_id);
    telemetry::log(
        telemetry::Level::info,
        "voucher_ended",
        {{"site", std::string_view(wanted->site.value)},
         {"moderator", std::string_view(moderator->id.value)},
         {"by", std::string_view(caller->id.value)}}
    );
    http::Response response;
    response.status = 204;
    co_return response;
}

}  // namespace chaffinch::api
