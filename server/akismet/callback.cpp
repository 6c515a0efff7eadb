// {"key", "endpoint", "comments": [{"guid", "result", ...}]}

#include "server/akismet/callback.h"

#include <boost/json.hpp>

namespace chaffinch::akismet {

namespace json = boost::json;

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

}  // namespace chaffinch::akismet
