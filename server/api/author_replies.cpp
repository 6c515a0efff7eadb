// Authors as JSON.

#include "server/api/author_replies.h"

#include "engine/types/reason.h"
#include "server/api/json_values.h"

#include <boost/json.hpp>

#include <string>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

json::object standing_reply(const StandingRecord& standing) {
    const bool known = !standing.decision.empty() || !standing.moderator_login.empty();
    return {
        {"decision", or_null(standing.decision.value)},
        {"standing", view(name(standing.standing))},
        {"reason", or_null(code(standing.reason))},
        {"note", or_null(standing.note)},
        {"moderator", or_null(standing.moderator_login)},
        {"at", known ? json::value(to_rfc3339(standing.at)) : json::value(nullptr)},
        {"until", or_null(standing.until)},
        {"undone_at", or_null(standing.undone_at)},
    };
}

json::object author_reply(const store::AuthorRecord& author) {
    json::array names;
    for (const std::string& written : author.names) names.push_back(json::value(written));
    json::array standings;
    for (const StandingRecord& standing : author.standings) {
        standings.push_back(standing_reply(standing));
    }
    json::array comments;
    for (const CommentRecord& record : author.comments) {
        comments.push_back(json::object{
            {"id", record.comment.id.value},
            {"article", record.comment.article.value},
            {"text", record.comment.text},
            {"status", view(name(record.status))},
            {"revision", record.comment.revision},
            {"version", record.version},
            {"created_at", to_rfc3339(record.created_at)},
        });
    }
    return {
        {"id", author.id},
        {"site", author.site.value},
        {"identity", view(name(author.identity))},
        {"names", std::move(names)},
        {"first_seen_at", to_rfc3339(author.first_seen_at)},
        {"counts",
         {{"published", author.published},
          {"held", author.held},
          {"rejected", author.rejected},
          {"withdrawn", author.withdrawn}}},
        {"rejection_rate",
         author.rejection_rate ? json::value(*author.rejection_rate) : json::value(nullptr)},
        {"standing", standing_reply(author.standing)},
        {"standings", std::move(standings)},
        {"comments", std::move(comments)},
        {"next_cursor", or_null(author.next_cursor)},
    };
}

}  // namespace chaffinch::api
