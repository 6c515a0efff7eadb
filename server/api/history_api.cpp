// Handlers of the log of decisions and of erasure.

#include "server/api/history_api.h"

#include "server/api/history_file.h"
#include "server/api/history_query.h"
#include "server/api/json_values.h"
#include "server/api/replies.h"
#include "server/audit/history_lines.h"
#include "server/privacy/erasure.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

constexpr std::size_t erasure_body = 4 * 1024;

/// How long an admin waits for the answer; what takes longer is finished without him.
constexpr std::chrono::seconds patience{2};
constexpr std::size_t erasures_shown = 100;

json::object erasure_reply(const store::ErasureRecord& record) {
    json::object out;
    out["erasure"] = or_null(record.id.value);
    out["site"] = json::string(record.person.site.value);
    out["asked_by"] = or_null(record.asked_by);
    out["asked_at"] = json::string(to_rfc3339(record.asked_at));
    const auto& finished = record.finished_at;
    out["finished_at"] = finished ? json::value(json::string(to_rfc3339(*finished))) : nullptr;
    out["comments"] = record.comments;
    out["lessons"] = record.lessons;
    out["reports"] = record.reports;
    return out;
}

}  // namespace

HistoryApi::HistoryApi(
    store::AuditStore& audit,
    store::PrivacyStore& privacy,
    Callers callers,
    std::function<boost::asio::awaitable<void>(SiteId)> relearn,
    const runtime::Clock& clock
)
    : audit_(audit),
      privacy_(privacy),
      callers_(callers),
      relearn_(std::move(relearn)),
      clock_(clock) {}

std::vector<http::Route> HistoryApi::routes() {
    const auto handler = [this](Reply (HistoryApi::*handle)(http::Request)) -> http::Handler {
        return
            [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
    };
    return {
        {"GET", "/v1/history", 0, handler(&HistoryApi::get_history)},
        {"GET", "/v1/history/export", 0, handler(&HistoryApi::get_export)},
        {"GET", "/v1/erasures", 0, handler(&HistoryApi::get_erasures)},
        {"POST", "/v1/erasures", erasure_body, handler(&HistoryApi::post_erasure)},
    };
}

HistoryApi::Reply HistoryApi::get_history(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto asked = decode_history_query(request, *caller, QueryFor::page);
    if (!asked) co_return http::problem(asked.error(), request.request_id);
    Result<store::HistoryPage> page = store::HistoryPage{};
    if (!asked->sees_nothing) page = co_await audit_.search_history(std::move(asked->query));
    if (!page) co_return http::problem(page.error(), request.request_id);
    json::array items;
    for (store::HistoryEntry& entry : page->items) {
        items.push_back(audit::to_json(audit::statement_of(std::move(entry))));
    }
    json::object reply{{"items", std::move(items)}, {"next_cursor", or_null(page->next_cursor)}};
    co_return json_response(200, std::move(reply));
}

HistoryApi::Reply HistoryApi::get_export(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto asked = decode_history_query(request, *caller, QueryFor::file);
    if (!asked) co_return http::problem(asked.error(), request.request_id);
    Result<store::HistoryPage> first = store::HistoryPage{};
    if (!asked->sees_nothing) first = co_await audit_.search_history(asked->query);
    if (!first) co_return http::problem(first.error(), request.request_id);
    const bool csv = asked->format == FileFormat::csv;
    http::Response response;
    response.content_type = csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    response.headers.emplace_back(
        "Content-Disposition",
        std::string("attachment; filename=history.") + (csv ? "csv" : "ndjson")
    );
    auto file = std::make_shared<HistoryFile>(audit_, *std::move(asked), *std::move(first));
    response.stream = [file = std::move(file)] { return file->next(); };
    co_return response;
}

HistoryApi::Reply HistoryApi::get_erasures(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (!caller->may_configure()) {
        const Error error{Errc::forbidden, "only an admin or operator sees what was erased"};
        co_return http::problem(error, request.request_id);
    }
    json::array items;
    for (const store::ErasureRecord& record :
         co_await privacy_.list_erasures(caller->sites, erasures_shown)) {
        items.push_back(erasure_reply(record));
    }
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

HistoryApi::Reply HistoryApi::post_erasure(http::Request request) {
    const auto caller = co_await callers_.administering(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_erasure(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    if (!caller->works_for(wanted->person.site)) {
        const Error error{Errc::not_found, "there is no site '" + wanted->person.site.value + "'"};
        co_return http::problem(error, request.request_id);
    }
    if (!wanted->dry_run) {
        co_return co_await erase(wanted->person, caller->login, request.request_id);
    }
    const auto count = co_await privacy::count_comments(privacy_, wanted->person, patience);
    if (!count) co_return http::problem(count.error(), request.request_id);
    store::ErasureRecord nothing_done;
    nothing_done.person.site = wanted->person.site;
    nothing_done.asked_by = caller->login;
    nothing_done.asked_at = clock_.now();
    nothing_done.comments = static_cast<std::int64_t>(count->comments);
    co_return json_response(count->whole ? 200 : 202, erasure_reply(nothing_done));
}

HistoryApi::Reply HistoryApi::erase(
    store::Person person, std::string login, std::string request_id
) {
    const Timestamp now = clock_.now();
    auto begun = co_await privacy::begin_erasure(privacy_, std::move(person), login, now);
    if (!begun) co_return http::problem(begun.error(), request_id);
    telemetry::log(
        telemetry::Level::info,
        "person_erased",
        {{"erasure", std::string_view(begun->id.value)}, {"by", std::string_view(login)}}
    );
    privacy::ErasureLimits limits;
    limits.time = patience;
    const auto done =
        co_await privacy::carry_out(privacy_, *std::move(begun), relearn_, now, limits);
    if (!done) co_return http::problem(done.error(), request_id);
    co_return json_response(done->finished_at ? 200 : 202, erasure_reply(*done));
}

}  // namespace chaffinch::api
