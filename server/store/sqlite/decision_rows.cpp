// The decision log.

#include "server/store/sqlite/decision_rows.h"

#include "server/store/sqlite/stored_names.h"

#include <algorithm>

namespace chaffinch::store::sqlite {

namespace {

Judgement judgement_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::approve:
            return Judgement::approve;
        case Outcome::hold:
            return Judgement::escalate;  // handed to a person
        case Outcome::reject:
            return Judgement::reject;
    }
    return Judgement::escalate;
}

}  // namespace

DecisionRow read_decision(Statement& row) {
    DecisionRow found;
    found.pk = row.integer();
    found.comment = row.integer();
    DecisionRecord& record = found.record;
    record.id.value = row.text();
    record.site.value = row.text();
    record.comment.value = row.text();
    record.actor = actor_from(row.text());
    record.moderator.value = row.text();
    record.moderator_login = row.text();
    record.judgement = judgement_from(row.text());
    record.reason = reason_from(row.text());
    record.note = row.text();
    record.from = status_from(row.text());
    record.to = status_from(row.text());
    record.escalated_before = row.boolean();
    record.escalated_after = row.boolean();
    record.version_before = row.integer();
    record.version_after = row.integer();
    record.at = row.time();
    record.undone_at = row.optional_time();
    record.act = act_from(row.text());
    return found;
}

DecisionRecord decision_of_engine(const CommentRecord& record) {
    DecisionRecord decision;
    decision.id.value =
        "dec_engine_" + record.comment.id.value + "_" + std::to_string(record.comment.revision);
    decision.site = record.site;
    decision.comment = record.comment.id;
    decision.actor = Actor::engine;
    decision.judgement = judgement_of(record.verdict.outcome);
    if (!record.verdict.reasons.empty()) decision.reason = record.verdict.reasons.front().reason;
    decision.from = record.status;
    decision.to = record.status;
    decision.escalated_before = record.escalated;
    decision.escalated_after = record.escalated;
    decision.version_before = record.version - 1;
    decision.version_after = record.version;
    decision.at = record.created_at;
    return decision;
}

DecisionRecord record_of_act(
    const CommentRecord& before, const CommentRecord& after, Act act, const DecisionId& id
) {
    DecisionRecord record;
    record.id = id;
    record.site = after.site;
    record.comment = after.comment.id;
    record.actor = act == Act::report ? Actor::system : Actor::author;
    record.act = act;
    record.judgement = judgement_of(after.verdict.outcome);
    if (act == Act::withdrawal) record.judgement = Judgement::reject;
    if (act == Act::report || act == Act::appeal) record.judgement = Judgement::escalate;
    record.from = before.status;
    record.to = after.status;
    record.escalated_before = before.escalated;
    record.escalated_after = after.escalated;
    record.version_before = before.version;
    record.version_after = after.version;
    record.at = after.updated_at;
    return record;
}

std::int64_t insert_decision(
    Connection& db, std::int64_t site, std::int64_t comment, const DecisionRecord& decision
) {
    db.run(
        "INSERT INTO decisions (id, site, comment, actor, moderator, moderator_login, judgement,"
        " reason, note, status_before, status_after, escalated_before, escalated_after,"
        " version_before, version_after, at, act)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        decision.id,
        site,
        comment,
        name(decision.actor),
        decision.moderator,
        decision.moderator_login,
        name(decision.judgement),
        code(decision.reason),
        decision.note,
        name(decision.from),
        name(decision.to),
        decision.escalated_before,
        decision.escalated_after,
        decision.version_before,
        decision.version_after,
        decision.at,
        name(decision.act)
    );
    return db.last_insert_rowid();
}

std::optional<DecisionRow> decision_in_force(Connection& db, std::int64_t comment) {
    Statement row = db.query(
        "SELECT * FROM decision_records WHERE comment = ? AND undone_at IS NULL"
        " ORDER BY pk DESC LIMIT 1",
        comment
    );
    if (!row.step()) return std::nullopt;
    return read_decision(row);
}

std::optional<DecisionRow> decision_row(Connection& db, std::int64_t pk) {
    Statement row = db.query("SELECT * FROM decision_records WHERE pk = ?", pk);
    if (!row.step()) return std::nullopt;
    return read_decision(row);
}

std::vector<DecisionRow> rows_of_decision(Connection& db, const DecisionId& id) {
    Statement row = db.query("SELECT * FROM decision_records WHERE id = ?", id);
    std::vector<DecisionRow> found;
    while (row.step()) found.push_back(read_decision(row));
    std::ranges::sort(found, {}, &DecisionRow::pk);
    return found;
}

std::vector<DecisionRow> decision_rows_on(Connection& db, std::int64_t comment) {
    Statement row =
        db.query("SELECT * FROM decision_records WHERE comment = ? ORDER BY pk DESC", comment);
    std::vector<DecisionRow> found;
    while (row.step()) found.push_back(read_decision(row));
    return found;
}

std::vector<DecisionRecord> decisions_on(Connection& db, const CommentId& comment) {
    Statement row = db.query(
        "SELECT * FROM decision_records WHERE comment = (SELECT pk FROM comments WHERE id = ?)"
        " ORDER BY pk DESC",
        comment
    );
    std::vector<DecisionRecord> found;
    while (row.step()) found.push_back(read_decision(row).record);
    return found;
}

void mark_undone(
    Connection& db,
    std::int64_t decision,
    Timestamp at,
    const ModeratorId& by,
    std::string_view by_login
) {
    db.run(
        "UPDATE decisions SET undone_at = ?, undone_by = ?, undone_by_login = ? WHERE pk = ?",
        at,
        by,
        by_login,
        decision
    );
}

}  // namespace chaffinch::store::sqlite
