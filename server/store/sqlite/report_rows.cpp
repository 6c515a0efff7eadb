// The tables of reporters, reports and appeals.

#include "server/store/sqlite/report_rows.h"

#include "server/store/sqlite/stored_names.h"

#include <algorithm>

namespace chaffinch::store::sqlite {

namespace {

std::int64_t reporter_row(Connection& db, std::int64_t site, const std::string& key) {
    {
        Statement row = db.query("SELECT pk FROM reporters WHERE site = ? AND key = ?", site, key);
        if (row.step()) return row.integer();
    }
    db.run("INSERT INTO reporters (site, key, agreed, disagreed) VALUES (?, ?, 0, 0)", site, key);
    return db.last_insert_rowid();
}

bool has_report(Connection& db, std::int64_t comment, std::int64_t reporter, int revision) {
    return db
        .query(
            "SELECT 1 FROM reports WHERE comment = ? AND reporter = ?"
            " AND (closed_by IS NULL OR revision = ?) LIMIT 1",
            comment,
            reporter,
            revision
        )
        .step();
}

/// Reads against, text, at, granted and the decision's actor, moderator, login, reason.
AppealRow read_appeal(Statement& row) {
    AppealRow found;
    found.against = row.integer();
    AppealRecord& record = found.record;
    record.comment.value = row.text();
    record.text = row.text();
    record.at = row.time();
    if (const auto granted = row.optional_integer()) record.granted = *granted != 0;
    record.against_actor = actor_from(row.text());
    record.against_moderator.value = row.text();
    record.against_login = row.text();
    record.against_reason = reason_from(row.text());
    return found;
}

}  // namespace

QueueMarks marks_of(Connection& db, std::int64_t comment) {
    QueueMarks marks;
    {
        Statement row = db.query(
            "SELECT count(*), total(reason IN ('threat', 'safety', 'privacy'))"
            " FROM reports WHERE comment = ? AND closed_by IS NULL",
            comment
        );
        row.step();
        marks.reporters = row.integer();
        marks.urgent = row.real() > 0;
    }
    marks.appealed =
        db.query("SELECT 1 FROM appeals WHERE comment = ? AND closed_by IS NULL", comment).step();
    return marks;
}

bool insert_report(
    Connection& db,
    const CommentRow& row,
    const std::string& reporter,
    ReportReason reason,
    const std::string& note,
    Timestamp at
) {
    const std::int64_t reader = reporter_row(db, row.site, reporter);
    const int revision = row.record.comment.revision;
    if (has_report(db, row.pk, reader, revision)) return false;
    db.run(
        "INSERT INTO reports (comment, reporter, revision, reason, note, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        row.pk,
        reader,
        revision,
        name(reason),
        note,
        at
    );
    return true;
}

std::vector<ReportRecord> open_reports(Connection& db, std::int64_t comment, std::size_t most) {
    Statement row = db.query(
        "SELECT r.reason, p.key, r.note, r.at, p.agreed, p.disagreed FROM reports AS r"
        " JOIN reporters AS p ON p.pk = r.reporter"
        " WHERE r.comment = ? AND r.closed_by IS NULL LIMIT ?",
        comment,
        static_cast<std::int64_t>(most)
    );
    std::vector<ReportRecord> found;
    while (row.step()) {
        ReportRecord record;
        record.reason = stored_report_reason(row.text());
        record.reporter = row.text();
        record.note = row.text();
        record.at = row.time();
        const std::int64_t agreed = row.integer();
        record.weight = report_weight(agreed, row.integer());
        found.push_back(std::move(record));
    }
    std::ranges::stable_sort(found, {}, &ReportRecord::at);
    return found;
}

std::int64_t report_threshold(Connection& db, const CommentRow& row) {
    Statement found = db.query(
        // What a moderator set for the article stands as a whole before what the site announced.
        "SELECT coalesce(CASE WHEN p.article IS NULL THEN a.hold_after_reports"
        " ELSE p.hold_after_reports END, s.hold_after_reports) FROM articles AS a"
        " LEFT JOIN article_policies AS p ON p.article = a.pk"
        " JOIN sites AS s ON s.pk = a.site WHERE a.pk = ?",
        row.article
    );
    return found.step() ? found.integer() : 0;
}

Result<void> update_report_threshold(Connection& db, const SiteId& site, int readers) {
    db.run("UPDATE sites SET hold_after_reports = ? WHERE id = ?", readers, site);
    if (db.changed_rows() == 0) {
        return Error{Errc::not_found, "there is no site '" + site.value + "'"};
    }
    return {};
}

void close_reports(Connection& db, std::int64_t comment, std::int64_t decision, bool agreed) {
    db.run(
        "UPDATE reporters SET agreed = agreed + ?1, disagreed = disagreed + 1 - ?1 WHERE pk IN"
        " (SELECT reporter FROM reports WHERE comment = ?2 AND closed_by IS NULL)",
        agreed,
        comment
    );
    db.run(
        "UPDATE reports SET closed_by = ?, agreed = ? WHERE comment = ? AND closed_by IS NULL",
        decision,
        agreed,
        comment
    );
}

void reopen_reports(Connection& db, std::int64_t decision) {
    db.run(
        "UPDATE reporters SET agreed = reporters.agreed - r.agreed,"
        " disagreed = reporters.disagreed - 1 + r.agreed FROM reports AS r"
        " WHERE r.closed_by = ? AND reporters.pk = r.reporter",
        decision
    );
    db.run("UPDATE reports SET closed_by = NULL, agreed = NULL WHERE closed_by = ?", decision);
}

void insert_appeal(
    Connection& db,
    std::int64_t comment,
    std::int64_t against,
    const std::string& text,
    Timestamp at
) {
    db.run(
        "INSERT INTO appeals (comment, against, text, at) VALUES (?, ?, ?, ?)",
        comment,
        against,
        text,
        at
    );
}

std::optional<AppealRow> open_appeal(Connection& db, std::int64_t comment) {
    Statement row = db.query(
        "SELECT a.against, c.id, a.text, a.at, a.granted, d.actor, d.moderator, d.moderator_login,"
        " d.reason FROM appeals AS a JOIN decisions AS d ON d.pk = a.against"
        " JOIN comments AS c ON c.pk = a.comment WHERE a.comment = ? AND a.closed_by IS NULL",
        comment
    );
    if (!row.step()) return std::nullopt;
    return read_appeal(row);
}

bool would_judge_himself(Connection& db, std::int64_t comment, const ModeratorId& moderator) {
    const auto appeal = open_appeal(db, comment);
    return appeal && appeal->record.against_actor == Actor::moderator &&
           appeal->record.against_moderator == moderator;
}

std::optional<AppealRecord> newest_appeal(Connection& db, std::int64_t comment) {
    Statement row = db.query(
        "SELECT a.against, c.id, a.text, a.at, a.granted, d.actor, d.moderator, d.moderator_login,"
        " d.reason FROM appeals AS a JOIN decisions AS d ON d.pk = a.against"
        " JOIN comments AS c ON c.pk = a.comment WHERE a.comment = ?"
        " ORDER BY a.against DESC LIMIT 1",
        comment
    );
    if (!row.step()) return std::nullopt;
    return read_appeal(row).record;
}

bool is_settled(Connection& db, std::int64_t comment, std::int64_t decision) {
    return db
        .query(
            "SELECT 1 FROM appeals WHERE comment = ?1 AND (against = ?2 OR closed_by = ?2)",
            comment,
            decision
        )
        .step();
}

void close_appeal(Connection& db, std::int64_t comment, std::int64_t decision, bool granted) {
    db.run(
        "UPDATE appeals SET closed_by = ?, granted = ? WHERE comment = ? AND closed_by IS NULL",
        decision,
        granted,
        comment
    );
}

void reopen_appeal(Connection& db, std::int64_t decision) {
    db.run("UPDATE appeals SET closed_by = NULL, granted = NULL WHERE closed_by = ?", decision);
}

}  // namespace chaffinch::store::sqlite
