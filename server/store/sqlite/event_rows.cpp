// The outbox. Payloads are thin: whoever wants the comment asks for it with his own rights.

#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/json_text.h"
#include "server/store/sqlite/webhook_rows.h"

namespace chaffinch::store::sqlite {

namespace {

std::string payload_of(
    const CommentRow& row,
    std::string_view kind,
    const DecisionId& decision,
    Timestamp at,
    std::optional<bool> appeal_granted
) {
    const CommentRecord& record = row.record;
    const std::string& external_id = record.comment.external_id;
    JsonText json;
    json.begin_object();
    json.member("type", kind);
    json.member("timestamp", std::string_view(to_rfc3339(at)));
    json.name("data");
    json.begin_object();
    json.member("comment", std::string_view(record.comment.id.value));
    if (!external_id.empty()) json.member("external_id", std::string_view(external_id));
    json.member("article", std::string_view(record.comment.article.value));
    json.member("revision", std::int64_t{record.comment.revision});
    json.member("version", record.version);
    json.member("status", name(record.status));
    json.member("escalated", record.escalated);
    json.name("reasons");
    json.begin_array();
    for (const ReasonScore& entry : record.verdict.reasons) json.value(code(entry.reason));
    json.end_array();
    if (!decision.empty()) json.member("decision", std::string_view(decision.value));
    if (appeal_granted) {
        json.member("appeal", std::string_view(*appeal_granted ? "granted" : "denied"));
    }
    json.end_object();
    json.end_object();
    return json.take();
}

Change::Kind kind_of(const CommentRow& row, std::string_view kind, const Change& change) {
    if (kind == "comment.restored") return Change::Kind::undo;
    if (!change.moderator.empty()) return Change::Kind::decision;
    if (kind == "comment.appealed" || kind == "comment.reported") return Change::Kind::arrival;
    const bool waits =
        row.record.status == Status::held &&
        (kind == "comment.held" || kind == "comment.escalated" || kind == "verdict.revised");
    return waits ? Change::Kind::arrival : Change::Kind::change;
}

/// Who decided, or who took the decision back.
void read_moderator(Connection& db, const CommentRow& row, std::string_view kind, Change& change) {
    Statement decision = db.query(
        "SELECT moderator, moderator_login, undone_by, undone_by_login FROM decisions"
        " WHERE id = ? AND comment = ?",
        change.decision,
        row.pk
    );
    if (!decision.step()) return;
    change.moderator.value = decision.text();
    change.moderator_login = decision.text();
    if (kind != "comment.restored") return;
    change.moderator.value = decision.optional_text().value_or("");
    change.moderator_login = decision.optional_text().value_or("");
}

void announce(
    Connection& db,
    const CommentRow& row,
    std::string_view kind,
    const DecisionId& decision,
    Timestamp at
) {
    Change change;
    change.site = row.record.site;
    change.comment = row.record.comment.id;
    change.event = kind;
    change.status = row.record.status;
    change.escalated = row.record.escalated;
    change.version = row.record.version;
    change.decision = decision;
    change.at = at;
    if (!decision.empty()) read_moderator(db, row, kind, change);
    if (change.moderator.empty()) change.decision = {};  // of an author, a reader or the engine
    change.kind = kind_of(row, kind, change);
    db.announce(std::move(change));
}

}  // namespace

void add_event(
    Connection& db,
    const CommentRow& row,
    std::string_view kind,
    const DecisionId& decision,
    Timestamp at,
    std::optional<bool> appeal_granted
) {
    db.run(
        "INSERT INTO events (site, comment, kind, payload, at) VALUES (?, ?, ?, ?, ?)",
        row.site,
        row.pk,
        kind,
        payload_of(row, kind, decision, at, appeal_granted),
        at
    );
    fan_out(db, row.site, db.last_insert_rowid(), row.pk, at);
    announce(db, row, kind, decision, at);
}

void announce_report(Connection& db, const CommentRow& row, Timestamp at) {
    announce(db, row, "comment.reported", {}, at);
}

void add_standing_event(Connection& db, const StandingEvent& event) {
    constexpr std::string_view kind = "author.standing_changed";
    const StandingRecord& standing = event.standing;
    const IdentityStrength identity = strength_of(event.author_key);
    JsonText json;
    json.begin_object();
    json.member("type", kind);
    json.member("timestamp", std::string_view(to_rfc3339(event.at)));
    json.name("data");
    json.begin_object();
    json.member("author", std::string_view(event.author));
    json.member("identity", name(identity));
    // The site's own id of its user, by which it knows whom we speak of.
    if (identity >= IdentityStrength::claimed) {
        const std::string_view key = event.author_key;
        json.member("author_id", key.substr(key.find(':') + 1));
    }
    json.member("standing", name(standing.standing));
    if (standing.until) json.member("until", std::string_view(to_rfc3339(*standing.until)));
    if (standing.reason != Reason::none) json.member("reason", code(standing.reason));
    json.end_object();
    json.end_object();
    db.run(
        "INSERT INTO events (site, comment, kind, payload, at) VALUES (?, ?, ?, ?, ?)",
        event.site,
        event.comment,
        kind,
        json.take(),
        event.at
    );
    fan_out(db, event.site, db.last_insert_rowid(), event.comment, event.at);
}

}  // namespace chaffinch::store::sqlite
