// {"key", "endpoint", "comments": [{"guid", "result", ...}]}

#include "server/akismet/callback.h"

#include "server/akismet/feedback.h"
#include "server/auth/secrets.h"

#include <boost/json.hpp>

namespace chaffinch::akismet {

namespace json = boost::json;

namespace {

/// Whether the event tells of a decision; the first of a comment tells of the engine's verdict,
/// which the client has as its answer.
bool tells_of_decision(const std::string& payload) {
    boost::system::error_code failed;
    const json::value event = json::parse(payload, failed);
    if (failed) return false;
    return event.find_pointer("/data/decision", failed) != nullptr;
}

}  // namespace

std::string callback_body(
    std::string_view key, const CommentRecord& record, const std::string& post_id, bool spam
) {
    const Comment& comment = record.comment;
    json::object entry{
        {"guid", comment.id.value},
        {"result", spam ? "true" : "false"},
        {"comment_author", comment.author.name},
        {"comment_author_email", comment.author.email},
    };
    // With these the client finds its comment without a search.
    if (!post_id.empty()) entry["comment_post_ID"] = post_id;
    if (comment.parent) entry["comment_parent"] = *comment.parent;
    const json::object body{
        {"key", json::string(key.data(), key.size())},
        {"endpoint", "comment-check"},
        {"comments", json::array{std::move(entry)}},
    };
    return json::serialize(body);
}

boost::asio::awaitable<std::optional<webhook::Message>> CallbackFormat::write(
    const store::DueDelivery& due, Timestamp
) {
    if (!tells_of_decision(due.delivery.payload)) co_return std::nullopt;
    const SiteId site = due.endpoint.site;
    CommentId comment = due.delivery.comment;
    const std::string url = due.endpoint.url;
    const auto known = co_await checks_.find_check(site, std::move(comment));
    if (!known || known->check.callback != url) co_return std::nullopt;
    const Status status = known->record.status;
    const bool settled = status == Status::published || status == Status::rejected;
    if (!known->decided || is_of_client(*known->decided) || !settled) co_return std::nullopt;
    const auto key = co_await accounts_.newest_akismet_key(site);
    if (!key || key->revoked_at) co_return std::nullopt;
    webhook::Message message;
    message.headers.emplace_back("Content-Type", "application/json");
    message.headers.emplace_back(callback_header);
    message.body = callback_body(
        auth::akismet_key_text(secret_, site, key->generation),
        known->record,
        known->check.post_id,
        status == Status::rejected
    );
    co_return message;
}

}  // namespace chaffinch::akismet
