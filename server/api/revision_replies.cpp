// The texts of a comment as JSON, and what changed from one to the next.

#include "server/api/revision_replies.h"

#include "engine/types/content_words.h"
#include "engine/wire/verdict_json.h"
#include "server/api/json_values.h"
#include "server/records/word_diff.h"

#include <boost/json.hpp>

#include <string_view>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

json::object revision_reply(
    const RevisionRecord& revision, std::string_view before, std::string_view replaced_at
) {
    json::array changes;
    if (revision.revision > 1) {
        for (const DiffPart& part : word_diff(before, revision.text)) {
            changes.push_back(json::object{{"op", view(name(part.op))}, {"text", part.text}});
        }
    }
    json::object verdict;
    wire::encode_verdict(revision.verdict, wire::VerdictDetail::full, verdict);
    return {
        {"revision", revision.revision},
        {"text", revision.text},
        {"format", view(name(revision.format))},
        {"author", {{"name", revision.author_name}, {"url", revision.author_url}}},
        {"verdict", std::move(verdict)},
        {"replaced_at", or_null(replaced_at)},
        {"changes", std::move(changes)},
    };
}

}  // namespace

json::object revisions_reply(const review::EditedComment& edited) {
    json::array items;
    std::string_view before;
    for (const RevisionRecord& revision : edited.earlier) {
        items.push_back(revision_reply(revision, before, to_rfc3339(revision.replaced_at)));
        before = revision.text;
    }
    const Comment& comment = edited.record.comment;
    const RevisionRecord now{
        .revision = comment.revision,
        .text = comment.text,
        .format = comment.format,
        .author_name = comment.author.name,
        .author_url = comment.author.url,
        .verdict = edited.record.verdict
    };
    items.push_back(revision_reply(now, before, {}));
    return {{"comment", comment.id.value}, {"items", std::move(items)}};
}

}  // namespace chaffinch::api
