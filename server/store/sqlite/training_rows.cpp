// The training ledger. Lessons that are taken back are marked; one that comes back loses the mark
// and keeps its place, so that undoing a decision leaves the ledger as if it had never been made.

#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/revision_rows.h"
#include "server/store/sqlite/stored_names.h"

#include <algorithm>
#include <memory>

namespace chaffinch::store::sqlite {

namespace {

/// Reads a row of the view training_records, whose next column is the number of the decision's row.
TrainingEvent read_lesson(Statement& row) {
    TrainingEvent event;
    event.sequence = row.integer();
    event.id = "trn_" + std::to_string(event.sequence);
    event.site.value = row.text();
    event.comment.value = row.text();
    event.revision = row.small_integer();
    event.label = training_label_from(row.text());
    event.positive = row.boolean();
    event.moderator.value = row.text();
    event.decision.value = row.text();
    event.at = row.time();
    event.undone_at = row.optional_time();
    return event;
}

std::vector<TrainingEvent> read_lessons(Statement row) {
    std::vector<TrainingEvent> events;
    while (row.step()) events.push_back(read_lesson(row));
    return events;
}

void take_back(
    Connection& db,
    std::vector<TrainingEvent>& events,
    std::optional<std::int64_t> superseded_by,
    Timestamp at
) {
    for (TrainingEvent& event : events) {
        db.run(
            "UPDATE training_events SET undone_at = ?, superseded_by = ? WHERE sequence = ?",
            at,
            superseded_by,
            event.sequence
        );
        event.undone_at = at;
    }
}

/// Sequences of the selected lessons that are in force or may come back, newest first.
std::vector<std::int64_t> living_lessons(Connection& db, const LessonSelection& selection) {
    Statement row = db.query(
        "SELECT sequence FROM training_records WHERE sequence > ?1"
        " AND (undone_at IS NULL OR superseded_by IS NOT NULL)"
        " AND (?2 IS NULL OR moderator = ?2) AND (?3 IS NULL OR decision_id = ?3)"
        " AND (?4 IS NULL OR site_id = ?4)"
        " ORDER BY sequence DESC",
        selection.after,
        selection.moderator,
        selection.decision,
        selection.site
    );
    std::vector<std::int64_t> sequences;
    while (row.step()) sequences.push_back(row.integer());
    return sequences;
}

/// What the lesson had superseded takes its place: in force, or superseded by what superseded it.
bool forget_lesson(Connection& db, std::int64_t sequence, Timestamp at) {
    std::int64_t decision = 0;
    std::optional<Timestamp> undone_at;
    std::optional<std::int64_t> superseded_by;
    {
        Statement row = db.query(
            "SELECT decision, undone_at, superseded_by FROM training_events WHERE sequence = ?",
            sequence
        );
        if (!row.step()) return false;
        decision = row.integer();
        undone_at = row.optional_time();
        superseded_by = row.optional_integer();
    }
    db.run(
        "UPDATE training_events SET undone_at = coalesce(undone_at, ?), superseded_by = NULL"
        " WHERE sequence = ?",
        at,
        sequence
    );
    if (superseded_by) {
        db.run(
            "UPDATE training_events SET superseded_by = ? WHERE superseded_by = ?",
            *superseded_by,
            decision
        );
    } else if (!undone_at) {
        db.run(
            "UPDATE training_events SET undone_at = NULL, superseded_by = NULL"
            " WHERE superseded_by = ?",
            decision
        );
    }
    return !undone_at;
}

}  // namespace

TrainingEvent insert_lesson(
    Connection& db, const CommentRow& row, std::int64_t decision, const TrainingEvent& event
) {
    db.run(
        "INSERT INTO training_events (site, comment, revision, label, positive, moderator, "
        "decision,"
        " at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row.site,
        row.pk,
        event.revision,
        name(event.label),
        event.positive,
        event.moderator,
        decision,
        event.at
    );
    TrainingEvent stored = event;
    stored.sequence = db.last_insert_rowid();
    stored.id = "trn_" + std::to_string(stored.sequence);
    stored.undone_at.reset();
    return stored;
}

std::vector<TrainingEvent> supersede_lessons(
    Connection& db, std::int64_t comment, std::int64_t decision, Timestamp at
) {
    auto events = read_lessons(
        db.query("SELECT * FROM training_records WHERE comment = ? AND undone_at IS NULL", comment)
    );
    take_back(db, events, decision, at);
    return events;
}

std::vector<TrainingEvent> unlearn_decision(
    Connection& db, std::int64_t comment, std::int64_t decision, Timestamp at
) {
    auto events = read_lessons(db.query(
        "SELECT * FROM training_records WHERE comment = ? AND decision = ? AND undone_at IS NULL",
        comment,
        decision
    ));
    take_back(db, events, std::nullopt, at);
    return events;
}

std::optional<TrainingEvent> bring_back_lesson(Connection& db, std::int64_t decision) {
    TrainingEvent event;
    {
        Statement found =
            db.query("SELECT * FROM training_records WHERE superseded_by = ?", decision);
        if (!found.step()) return std::nullopt;
        event = read_lesson(found);
    }
    db.run(
        "UPDATE training_events SET undone_at = NULL, superseded_by = NULL WHERE sequence = ?",
        event.sequence
    );
    event.undone_at.reset();
    return event;
}

std::size_t forget_lessons(Connection& db, const LessonSelection& selection, Timestamp at) {
    std::size_t forgotten = 0;
    // Newest first: what a lesson brings back may itself be one of those to be forgotten.
    for (const std::int64_t sequence : living_lessons(db, selection)) {
        if (forget_lesson(db, sequence, at)) ++forgotten;
    }
    return forgotten;
}

std::vector<LedgerEntry> ledger_after(
    Connection& db, const std::optional<SiteId>& site, std::int64_t sequence, std::size_t limit
) {
    std::vector<TrainingEvent> events = read_lessons(db.query(
        "SELECT * FROM training_records WHERE sequence > ?1 AND undone_at IS NULL"
        " AND (?3 IS NULL OR site_id = ?3) ORDER BY sequence LIMIT ?2",
        sequence,
        static_cast<std::int64_t>(limit),
        site
    ));
    std::vector<LedgerEntry> entries;
    for (TrainingEvent& event : events) {
        auto row = find_comment_row(db, event.comment);
        if (!row) continue;
        LedgerEntry entry;
        if (auto article = find_article(db, row->article)) {
            entry.article = std::make_shared<const Article>(*std::move(article));
        }
        // The text that was taught, whatever its author made of it since.
        auto taught = at_revision(db, *row, event.revision);
        if (!taught) continue;
        entry.event = std::move(event);
        entry.record = *std::move(taught);
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace chaffinch::store::sqlite
