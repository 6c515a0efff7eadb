// Handlers of the native door for the site: articles and comments.

#include "server/api/native_api.h"
#include "server/api/replies.h"
#include "server/api/requests.h"

#include <boost/json.hpp>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

wire::VerdictDetail detail_for(const auth::SiteCaller& caller) {
    return caller.sees_signals ? wire::VerdictDetail::full : wire::VerdictDetail::reasons;
}

Result<wire::Submission> submission_of(const http::Request& request) {
    const auto value = wire::parse_json(request.body);
    if (!value) return value.error();
    return wire::decode_submission(*value);
}

json::object item_result(
    const wire::Submission& submission,
    const store::SubmissionReceipt& receipt,
    wire::VerdictDetail detail
) {
    if (receipt.duplicate && receipt.record.comment.text != submission.comment.text) {
        const Error reused{
            Errc::key_reused, "external_id was used before for a comment with another text"
        };
        return {{"status", "error"}, {"problem", problem_member(reused)}};
    }
    json::object comment = verdict_reply(receipt.record, detail);
    return {
        {"status", receipt.duplicate ? "duplicate" : "created"}, {"comment", std::move(comment)}
    };
}

/// The moderator's decision that stands, unless its author has changed the comment's standing
/// since.
std::optional<DecisionRecord> newest_judgement(std::vector<DecisionRecord> newest_first) {
    for (DecisionRecord& decision : newest_first) {
        if (decision.undone_at) continue;
        if (decision.act != Act::decision && decision.from != decision.to) return std::nullopt;
        const bool judged = decision.act == Act::decision && decision.actor == Actor::moderator;
        if (judged) return std::move(decision);
    }
    return std::nullopt;
}

/// One result an item, in order; `receipts` are those of the items that could be read.
json::object batch_reply(
    const std::vector<Result<wire::Submission>>& items,
    const std::vector<store::SubmissionReceipt>& receipts,
    wire::VerdictDetail detail
) {
    json::array results;
    auto receipt = receipts.begin();
    for (const auto& item : items) {
        if (item) {
            results.push_back(item_result(*item, *receipt++, detail));
        } else {
            results.push_back(
                json::object{{"status", "error"}, {"problem", problem_member(item.error())}}
            );
        }
    }
    return {{"results", std::move(results)}};
}

}  // namespace

NativeApi::Reply NativeApi::put_article(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    const auto value = wire::parse_json(request.body);
    if (!value) co_return http::problem(value.error(), request.request_id);
    auto article = wire::decode_article(ArticleId{path_parameter(request, "id")}, *value);
    if (!article) co_return http::problem(article.error(), request.request_id);
    const json::object reply{{"id", article->id.value}};
    const auto stored = co_await intake_.announce(caller->site, *std::move(article), std::nullopt);
    if (!stored) co_return http::problem(stored.error(), request.request_id);
    co_return json_response(200, reply);
}

NativeApi::Reply NativeApi::list_published(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    auto query = decode_published_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    ArticleId article{path_parameter(request, "id")};
    const auto page = co_await intake_.published(
        caller->site, std::move(article), query->limit, std::move(query->cursor)
    );
    if (!page) co_return http::problem(page.error(), request.request_id);
    json::array items;
    for (const store::PublishedComment& comment : page->comments) {
        items.push_back(published_reply(comment));
    }
    const json::value next =
        page->next_cursor.empty() ? json::value(nullptr) : json::value(page->next_cursor);
    co_return json_response(200, json::object{{"items", std::move(items)}, {"next_cursor", next}});
}

NativeApi::Reply NativeApi::post_comment(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    auto key = co_await idempotency_.check(request, "site:" + caller->site.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto submission = submission_of(request);
    if (!submission) co_return http::problem(submission.error(), request.request_id);

    const wire::VerdictDetail detail = detail_for(*caller);
    std::optional<intake::RepeatableRequest> repeatable;
    if (key->fresh) {
        key->fresh->status = 201;
        repeatable.emplace();
        repeatable->reply = *std::move(key->fresh);
        repeatable->render = [detail](const CommentRecord& record) {
            return json::serialize(verdict_reply(record, detail));
        };
    }
    const auto receipt =
        co_await intake_.submit(caller->site, *std::move(submission), std::move(repeatable));
    if (!receipt) co_return http::problem(receipt.error(), request.request_id);
    co_return json_response(receipt->duplicate ? 200 : 201, verdict_reply(receipt->record, detail));
}

NativeApi::Reply NativeApi::post_batch(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    auto key = co_await idempotency_.check(request, "site:" + caller->site.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto items = decode_batch(request.body);
    if (!items) co_return http::problem(items.error(), request.request_id);

    std::vector<wire::Submission> submissions;
    for (auto& item : *items) {
        if (item) submissions.push_back(*item);
    }
    const wire::VerdictDetail detail = detail_for(*caller);
    std::optional<store::BatchReply> kept;
    if (key->fresh) {
        key->fresh->status = 200;
        kept.emplace();
        kept->reply = *std::move(key->fresh);
        kept->render = [items = *items,
                        detail](const std::vector<store::SubmissionReceipt>& receipts) {
            return json::serialize(batch_reply(items, receipts, detail));
        };
    }
    const auto receipts =
        co_await intake_.submit_batch(caller->site, std::move(submissions), std::move(kept));
    if (!receipts) co_return http::problem(receipts.error(), request.request_id);
    co_return json_response(200, batch_reply(*items, *receipts, detail));
}

NativeApi::Reply NativeApi::post_check(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    const auto submission = submission_of(request);
    if (!submission) co_return http::problem(submission.error(), request.request_id);
    json::object reply;
    wire::encode_verdict(intake_.check(caller->site, *submission), detail_for(*caller), reply);
    co_return json_response(200, reply);
}

NativeApi::Reply NativeApi::get_comment(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    CommentId id{path_parameter(request, "id")};
    const auto record = co_await intake_.find(caller->site, id);
    if (!record) co_return http::problem(record.error(), request.request_id);
    const auto in_force = newest_judgement(co_await review_.history(id));
    co_return comment_response(200, *record, comment_reply(*record, in_force));
}

NativeApi::Reply NativeApi::get_changes(http::Request request) {
    const auto caller = co_await site_caller(request);
    if (!caller) co_return refused_site(caller.error(), request);
    const auto query = decode_change_query(request);
    if (!query) co_return http::problem(query.error(), request.request_id);
    const auto page = co_await intake_.changes(caller->site, query->after, query->limit);
    json::array items;
    for (const std::string& payload : page.payloads) items.push_back(json::parse(payload));
    co_return json_response(
        200,
        json::object{
            {"items", std::move(items)}, {"next", std::to_string(page.next)}, {"more", page.more}
        }
    );
}

}  // namespace chaffinch::api
