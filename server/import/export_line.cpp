// The members are those of POST /v1/comments (engine/wire/submission_json.h).

#include "server/import/export_line.h"

#include "engine/types/content_words.h"

#include <boost/json.hpp>

#include <string_view>

namespace chaffinch::importing {

namespace json = boost::json;

namespace {

void put(json::object& object, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    object[json::string_view(name.data(), name.size())] = json::string(value.data(), value.size());
}

void put(json::object& object, std::string_view name, const std::optional<Timestamp>& time) {
    if (time) put(object, name, to_rfc3339(*time));
}

std::string_view label_of(const store::ExportedComment& exported) {
    const Status status = exported.record.status;
    if (status == Status::published) return "approved";
    if (status != Status::rejected) return name(status);
    const Reason reason = exported.decision ? exported.decision->reason : Reason::none;
    return family(reason) == ReasonFamily::spam ? "spam" : "rejected";
}

json::object article_of(const store::ExportedComment& exported) {
    json::object out;
    put(out, "id", exported.record.comment.article.value);
    if (!exported.article) return out;
    const Article& article = *exported.article;
    put(out, "url", article.url);
    put(out, "title", article.title);
    put(out, "text", article.text);
    put(out, "section", article.section);
    put(out, "language", article.language);
    put(out, "published_at", article.published_at);
    return out;
}

json::object author_of(const Author& author) {
    json::object out;
    if (author.id) put(out, "id", author.id->value);
    put(out, "name", author.name);
    put(out, "email", author.email);
    put(out, "url", author.url);
    put(out, "ip", author.ip);
    put(out, "user_agent", author.user_agent);
    if (author.verified) out["verified"] = true;
    put(out, "registered_at", author.registered_at);
    return out;
}

}  // namespace

std::string export_line(const store::ExportedComment& exported) {
    const Comment& comment = exported.record.comment;
    json::object out;
    put(out, "external_id", comment.external_id.empty() ? comment.id.value : comment.external_id);
    put(out, "label", label_of(exported));
    out["article"] = article_of(exported);
    if (comment.parent) put(out, "parent_id", *comment.parent);
    put(out, "text", comment.text);
    put(out, "format", name(comment.format));
    out["author"] = author_of(comment.author);
    put(out,
        "submitted_at",
        comment.submitted_at ? *comment.submitted_at : exported.record.created_at);
    put(out, "language", comment.language);
    return json::serialize(out);
}

}  // namespace chaffinch::importing
