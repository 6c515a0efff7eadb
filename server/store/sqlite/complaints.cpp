// Reports and appeals.

#include "server/store/sqlite/complaints.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/report_rows.h"
#include "server/store/sqlite/revision_rows.h"

#include <algorithm>
#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// More than any threshold; a comment with more open reports is held anyway.
constexpr std::size_t most_weighed = 1'000;

Error no_such_comment() {
    return {Errc::not_found, "there is no such comment on this site"};
}

bool person_saw_this_text(Connection& db, const CommentRow& row) {
    const auto log = decisions_on(db, row.record.comment.id);
    const auto newest = std::ranges::find_if(log, is_persons_word);
    return newest != log.end() &&
           revision_at_version(db, row, newest->version_after) == row.record.comment.revision;
}

ReportTally tally_of(Connection& db, const CommentRow& row) {
    ReportTally tally;
    for (const ReportRecord& report : open_reports(db, row.pk, most_weighed)) {
        ++tally.reporters;
        tally.weight += report.weight;
        tally.urgent |= is_urgent(report.reason) && report.weight >= believed;
    }
    tally.person_saw = person_saw_this_text(db, row);
    return tally;
}

/// Enough readers, or an urgent reason: out of publication until a moderator has seen it.
void hold_for_reports(
    Connection& db, CommentRow& row, const ReportTally& tally, const NewReport& report
) {
    const CommentRow before = row;
    row.record.status = Status::held;
    row.record.version += 1;
    row.record.updated_at = report.at;
    update_standing(db, row, before.record.status);
    DecisionRecord entry = record_of_act(before.record, row.record, Act::report, report.id);
    entry.note = "open reports: " + std::to_string(tally.reporters) + ", the last one for " +
                 std::string(name(report.reason));
    insert_decision(db, row.site, row.pk, entry);
    add_event(db, row, "comment.held", report.id, report.at);
}

/// The rejection that an author can appeal against: a person's, or else the engine's.
std::optional<DecisionRow> rejection_of(Connection& db, std::int64_t comment) {
    std::optional<DecisionRow> by_engine;
    for (DecisionRow& row : decision_rows_on(db, comment)) {
        const DecisionRecord& decision = row.record;
        if (is_persons_word(decision)) return std::move(row);
        if (decision.act == Act::decision && decision.actor == Actor::engine && !by_engine) {
            by_engine = std::move(row);
        }
    }
    return by_engine;
}

Error not_rejected(Status status) {
    return {
        Errc::conflict,
        "the comment is " + std::string(name(status)) +
            "; only a rejected comment can be appealed against"
    };
}

}  // namespace

Result<ReportReceipt> report(Connection& db, const NewReport& report) {
    auto row = find_comment_row(db, report.site, report.comment);
    if (!row) return no_such_comment();
    if (row->record.status == Status::withdrawn) {
        return Error{Errc::conflict, "the comment was withdrawn by its author"};
    }
    ReportReceipt receipt;
    receipt.repeated =
        !insert_report(db, *row, report.reporter, report.reason, report.note, report.at);
    if (!receipt.repeated) {
        const ReportTally tally = tally_of(db, *row);
        const bool holds = row->record.status == Status::published &&
                           asks_for_hold(tally, report_threshold(db, *row));
        if (holds) hold_for_reports(db, *row, tally, report);
        requeue(db, *row);
        if (!holds) announce_report(db, *row, report.at);
    }
    receipt.open_reports = marks_of(db, row->pk).reporters;
    receipt.record = std::move(row->record);
    return receipt;
}

Result<AppealRecord> appeal(Connection& db, const NewAppeal& appeal) {
    auto row = find_comment_row(db, appeal.site, appeal.comment);
    if (!row) return no_such_comment();
    if (row->record.status != Status::rejected) return not_rejected(row->record.status);
    const auto against = rejection_of(db, row->pk);
    if (!against) return not_rejected(row->record.status);
    if (open_appeal(db, row->pk)) {
        return Error{Errc::conflict, "an appeal against this rejection waits for its answer"};
    }
    if (is_settled(db, row->pk, against->pk)) {
        return Error{Errc::conflict, "the appeal against this rejection has been answered"};
    }
    insert_appeal(db, row->pk, against->pk, appeal.text, appeal.at);
    const CommentRow before = *row;
    row->record.version += 1;
    row->record.updated_at = appeal.at;
    update_standing(db, *row, before.record.status);
    requeue(db, *row);
    insert_decision(
        db, row->site, row->pk, record_of_act(before.record, row->record, Act::appeal, appeal.id)
    );
    add_event(db, *row, "comment.appealed", appeal.id, appeal.at);
    return open_appeal(db, row->pk)->record;
}

}  // namespace chaffinch::store::sqlite
