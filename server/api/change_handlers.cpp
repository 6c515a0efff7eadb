// Handlers of the native door for what authors and readers do with a stored comment: edit,
// withdraw, report, appeal.

#include "server/api/native_api.h"
#include "server/api/replies.h"
#include "server/api/requests.h"
#include "server/api/revision_replies.h"

#include <boost/json.hpp>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

/// The version that the caller saw, said in the body or in If-Match; both must agree.
Result<std::optional<std::int64_t>> seen_version(
    const http::Request& request, std::optional<std::int64_t> in_body
) {
    auto in_header = decode_if_match(request);
    if (!in_header || !in_body) return in_header;
    if (*in_header && **in_header != *in_body) {
        return Error{
            Errc::invalid,
            "the version of the body is another one than that of If-Match",
            {{"/version", "must be the version of If-Match"}}
        };
    }
    return in_body;
}

}  // namespace

NativeApi::Reply NativeApi::patch_comment(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    auto key = co_await idempotency_.check(request, "site:" + caller->site.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto edit = decode_edit(request.body);
    if (!edit) co_return http::problem(edit.error(), request.request_id);
    const auto version = seen_version(request, edit->version);
    if (!version) co_return http::problem(version.error(), request.request_id);
    edit->version = *version;

    const wire::VerdictDetail detail =
        caller->sees_signals ? wire::VerdictDetail::full : wire::VerdictDetail::reasons;
    std::optional<intake::RepeatableRequest> repeatable;
    if (key->fresh) {
        key->fresh->status = 200;
        repeatable.emplace();
        repeatable->reply = *std::move(key->fresh);
        repeatable->render = [detail](const CommentRecord& record) {
            return json::serialize(verdict_reply(record, detail));
        };
    }
    CommentId id{path_parameter(request, "id")};
    const auto record =
        co_await intake_.edit(caller->site, std::move(id), *std::move(edit), std::move(repeatable));
    if (!record) co_return http::problem(record.error(), request.request_id);
    co_return comment_response(200, *record, verdict_reply(*record, detail));
}

NativeApi::Reply NativeApi::delete_comment(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    const auto version = decode_if_match(request);
    if (!version) co_return http::problem(version.error(), request.request_id);
    CommentId id{path_parameter(request, "id")};
    const auto record = co_await intake_.withdraw(caller->site, std::move(id), *version);
    if (!record) co_return http::problem(record.error(), request.request_id);
    co_return comment_response(200, *record, comment_reply(*record, std::nullopt));
}

NativeApi::Reply NativeApi::post_report(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    auto key = co_await idempotency_.check(request, "site:" + caller->site.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto report = decode_report(request.body);
    if (!report) co_return http::problem(report.error(), request.request_id);
    CommentId id{path_parameter(request, "id")};
    const auto receipt = co_await intake_.report(caller->site, std::move(id), *std::move(report));
    if (!receipt) co_return http::problem(receipt.error(), request.request_id);
    http::Response response = json_response(receipt->repeated ? 200 : 201, report_reply(*receipt));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

NativeApi::Reply NativeApi::post_appeal(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    auto key = co_await idempotency_.check(request, "site:" + caller->site.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto text = decode_appeal(request.body);
    if (!text) co_return http::problem(text.error(), request.request_id);
    CommentId id{path_parameter(request, "id")};
    const auto appeal = co_await intake_.appeal(caller->site, std::move(id), *std::move(text));
    if (!appeal) co_return http::problem(appeal.error(), request.request_id);
    http::Response response = json_response(201, appeal_reply(*appeal));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

NativeApi::Reply NativeApi::get_revisions(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    review::Reviewer reviewer{.id = caller->id, .login = caller->login, .sites = caller->sites};
    CommentId id{path_parameter(request, "id")};
    const auto edited = co_await review_.revisions(std::move(reviewer), std::move(id));
    if (!edited) co_return http::problem(edited.error(), request.request_id);
    co_return json_response(200, revisions_reply(*edited));
}

}  // namespace chaffinch::api
