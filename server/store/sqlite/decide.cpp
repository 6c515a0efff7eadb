// Decisions of moderators and taking them back.

#include "server/records/status_changes.h"
#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/author_rows.h"
#include "server/store/sqlite/campaign_rows.h"
#include "server/store/sqlite/claim_rows.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/report_rows.h"
#include "server/store/sqlite/revision_rows.h"
#include "server/store/sqlite/similar_rows.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

bool may_see(const std::vector<SiteId>& sites, const SiteId& site) {
    return sites.empty() || std::ranges::find(sites, site) != sites.end();
}

DecisionFailure no_such_comment(const CommentId& id) {
    return {Error{Errc::not_found, "there is no comment '" + id.value + "'"}, {}, {}};
}

DecisionFailure conflict(
    const CommentRow& row, std::optional<DecisionRow> standing, std::string detail
) {
    DecisionFailure failure{Error{Errc::conflict, std::move(detail)}, {}, row.record.version};
    if (standing) failure.standing = std::move(standing->record);
    return failure;
}

std::optional<DecisionFailure> claimed_by_another(
    Connection& db, const CommentRow& row, const NewDecision& decision
) {
    if (decision.take_over) return std::nullopt;
    auto holder = claim_on(db, row.pk, decision.at);
    if (!holder || holder->moderator == decision.moderator) return std::nullopt;
    DecisionFailure failure = conflict(
        row, std::nullopt, "somebody else has claimed this comment; take it over to decide on it"
    );
    failure.holder = std::move(holder);
    return failure;
}

std::string_view event_of(Judgement judgement) {
    switch (judgement) {
        case Judgement::approve:
            return "comment.approved";
        case Judgement::reject:
            return "comment.rejected";
        case Judgement::escalate:
            return "comment.escalated";
    }
    return "";
}

DecisionRecord record_of(const NewDecision& decision, const CommentRecord& before, Status to) {
    DecisionRecord record;
    record.id = decision.id;
    record.site = before.site;
    record.comment = decision.comment;
    record.actor = Actor::moderator;
    record.moderator = decision.moderator;
    record.moderator_login = decision.moderator_login;
    record.judgement = decision.judgement;
    record.reason = decision.reason;
    record.note = decision.note;
    record.from = before.status;
    record.to = to;
    record.escalated_before = before.escalated;
    record.escalated_after = decision.judgement == Judgement::escalate;
    record.version_before = before.version;
    record.version_after = before.version + 1;
    record.at = decision.at;
    return record;
}

/// Approving or rejecting answers reports and appeal; handing on to a person leaves them open.
void close_complaints(Connection& db, std::int64_t comment, std::int64_t pk, Judgement judgement) {
    if (judgement == Judgement::escalate) return;
    close_reports(db, comment, pk, judgement == Judgement::reject);
    close_appeal(db, comment, pk, judgement == Judgement::approve);
}

std::optional<TrainingEvent> teach(
    Connection& db, const CommentRow& row, std::int64_t decision, const DecisionRecord& record
) {
    const auto lesson = lesson_of(record.judgement, record.reason);
    if (!lesson) return std::nullopt;
    TrainingEvent event;
    event.site = record.site;
    event.comment = record.comment;
    event.revision = row.record.comment.revision;
    event.label = lesson->label;
    event.positive = lesson->positive;
    event.moderator = record.moderator;
    event.decision = record.id;
    event.at = record.at;
    return insert_lesson(db, row, decision, event);
}

/// Writes the new standing of the comment, its place in the queue, and the event.
void move_comment(
    Connection& db,
    CommentRow& row,
    Status to,
    bool escalated,
    std::string_view event,
    const DecisionId& decision,
    Timestamp at,
    std::optional<bool> appeal_granted = std::nullopt
) {
    const Status before = row.record.status;
    row.record.status = to;
    row.record.escalated = escalated;
    row.record.version += 1;
    row.record.updated_at = at;
    update_standing(db, row, before);
    requeue(db, row);
    add_event(db, row, event, decision, at, appeal_granted);
}

DecisionAttempt undo_row(Connection& db, DecisionRow decision, const Undo& undo) {
    auto row = find_comment_row(db, decision.comment);
    if (!row) return no_such_comment(decision.record.comment);
    auto standing = decision_in_force(db, decision.comment);
    if (decision.record.undone_at) {
        return conflict(*row, std::move(standing), "this decision was already taken back");
    }
    if (standing && standing->pk != decision.pk) {
        return conflict(
            *row,
            std::move(standing),
            "a newer decision stands on this comment; to go back, decide on it anew"
        );
    }
    mark_undone(db, decision.pk, undo.at, undo.moderator, undo.moderator_login);
    reopen_reports(db, decision.pk);
    reopen_appeal(db, decision.pk);
    decision.record.undone_at = undo.at;
    DecisionResult result;
    result.unlearnt = unlearn_decision(db, row->pk, decision.pk, undo.at);
    result.learnt = bring_back_lesson(db, decision.pk);
    if (result.learnt && result.learnt->revision != row->record.comment.revision) {
        result.learnt_from = at_revision(db, *row, result.learnt->revision);
    }
    move_comment(
        db,
        *row,
        decision.record.from,
        decision.record.escalated_before,
        "comment.restored",
        decision.record.id,
        undo.at
    );
    result.decision = std::move(decision.record);
    result.record = std::move(row->record);
    return result;
}

}  // namespace

DecisionAttempt decide(Connection& db, const NewDecision& decision) {
    auto row = find_comment_row(db, decision.comment);
    if (!row || !may_see(decision.sites, row->record.site)) {
        return no_such_comment(decision.comment);
    }
    if (row->record.version != decision.version) {
        return conflict(
            *row, decision_in_force(db, row->pk), "the comment changed since it was read"
        );
    }
    if (would_judge_himself(db, row->pk, decision.moderator)) {
        return conflict(
            *row,
            decision_in_force(db, row->pk),
            "the author appeals against your own decision; another moderator must answer"
        );
    }
    if (auto taken = claimed_by_another(db, *row, decision)) return *std::move(taken);
    const auto to = status_after(row->record.status, decision.judgement);
    if (!to) {
        return DecisionFailure{
            Error{
                Errc::invalid,
                "a comment that is " + std::string(name(row->record.status)) +
                    " cannot be decided on"
            },
            {},
            row->record.version
        };
    }
    const bool answers_appeal =
        decision.judgement != Judgement::escalate && open_appeal(db, row->pk).has_value();
    DecisionResult result;
    result.decision = record_of(decision, row->record, *to);
    const std::int64_t pk = insert_decision(db, row->site, row->pk, result.decision);
    close_complaints(db, row->pk, pk, decision.judgement);
    if (decision.judgement != Judgement::escalate) remember_decided(db, row->pk);
    result.unlearnt = supersede_lessons(db, row->pk, pk, decision.at);
    result.learnt = teach(db, *row, pk, result.decision);
    move_comment(
        db,
        *row,
        *to,
        result.decision.escalated_after,
        event_of(decision.judgement),
        decision.id,
        decision.at,
        answers_appeal ? std::optional<bool>(decision.judgement == Judgement::approve)
                       : std::nullopt
    );
    result.record = std::move(row->record);
    return result;
}

std::vector<DecisionAttempt> undo(Connection& db, const Undo& undo) {
    std::vector<DecisionAttempt> attempts;
    const StandingUndo standing = undo_standing(db, undo);
    if (standing == StandingUndo::superseded) {
        attempts.emplace_back(DecisionFailure{
            Error{Errc::conflict, "a newer standing of this author is in force"}, {}, {}
        });
        return attempts;
    }
    for (DecisionRow& row : rows_of_decision(db, undo.id)) {
        if (row.record.actor != Actor::moderator || !may_see(undo.sites, row.record.site)) continue;
        attempts.push_back(undo_row(db, std::move(row), undo));
    }
    if (!attempts.empty()) forget_campaign_decision(db, undo.id);
    if (attempts.empty() && standing == StandingUndo::none) {
        attempts.emplace_back(DecisionFailure{
            Error{Errc::not_found, "there is no decision '" + undo.id.value + "'"}, {}, {}
        });
    }
    return attempts;
}

}  // namespace chaffinch::store::sqlite
