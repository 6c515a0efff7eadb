// The outbox. Payloads are thin: whoever wants the comment asks for it with his own rights.

#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/webhook_rows.h"

#include <boost/json.hpp>

namespace chaffinch::store::sqlite {

namespace json = boost::json;

namespace {

json::string text_of(std::string_view text) {
    return json::string(text.data(), text.size());
}

std::string payload_of(
    const CommentRow& row, std::string_view kind, const DecisionId& decision, Timestamp at
) {
    const CommentRecord& record = row.record;
    json::object object;
    object["type"] = text_of(kind);
    object["timestamp"] = text_of(to_rfc3339(at));
    json::object data;
    data["comment"] = text_of(record.comment.id.value);
    if (!record.comment.external_id.empty()) {
        data["external_id"] = text_of(record.comment.external_id);
    }
    data["article"] = text_of(record.comment.article.value);
    data["revision"] = record.comment.revision;
    data["version"] = record.version;
    data["status"] = text_of(name(record.status));
    data["escalated"] = record.escalated;
    json::array reasons;
    for (const ReasonScore& entry : record.verdict.reasons) {
        reasons.push_back(text_of(code(entry.reason)));
    }
    data["reasons"] = std::move(reasons);
    if (!decision.empty()) data["decision"] = text_of(decision.value);
    object["data"] = std::move(data);
    return json::serialize(object);
}

}  // namespace

void add_event(
    Connection& db,
    const CommentRow& row,
    std::string_view kind,
    const DecisionId& decision,
    Timestamp at
) {
    db.run(
        "INSERT INTO events (site, comment, kind, payload, at) VALUES (?, ?, ?, ?, ?)",
        row.site,
        row.pk,
        kind,
        payload_of(row, kind, decision, at),
        at
    );
    fan_out(db, row.site, db.last_insert_rowid(), row.pk, at);
}

}  // namespace chaffinch::store::sqlite
