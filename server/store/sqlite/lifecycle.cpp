// Edits and withdrawals.

#include "server/store/sqlite/lifecycle.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/idempotency_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/revision_rows.h"
#include "server/store/sqlite/similar_rows.h"

#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Error no_such_comment() {
    return {Errc::not_found, "there is no such comment on this site"};
}

Error changed_meanwhile(const CommentRecord& now) {
    return {
        Errc::conflict,
        "the comment changed since it was read; it has version " + std::to_string(now.version) +
            " and is " + std::string(name(now.status))
    };
}

}  // namespace

Result<EditableComment> editable_comment(Connection& db, const SiteId& site, const CommentId& id) {
    auto row = find_comment_row(db, site, id);
    if (!row) return no_such_comment();
    EditableComment out;
    for (const DecisionRecord& decision : decisions_on(db, id)) {
        if (!is_persons_word(decision)) continue;
        const bool approved = decision.judgement == Judgement::approve;
        out.last_word = approved ? LastWord::person_approved : LastWord::person_rejected;
        const int revision = revision_at_version(db, *row, decision.version_after);
        if (approved && revision != row->record.comment.revision) {
            out.approved = at_revision(db, *row, revision);
        }
        break;
    }
    out.record = std::move(row->record);
    return out;
}

Result<void> edit(Connection& db, const NewRevision& revision) {
    auto row = find_comment_row(db, revision.record.site, revision.record.comment.id);
    if (!row) return no_such_comment();
    if (auto fresh = check_new_key(db, revision.idempotency); !fresh) return fresh.error();
    if (row->record.version + 1 != revision.record.version ||
        row->record.status == Status::withdrawn) {
        return changed_meanwhile(row->record);
    }
    if (revision.idempotency) keep_reply(db, *revision.idempotency);
    const CommentRow before = *row;
    row->record = revision.record;
    const Timestamp at = revision.record.updated_at;
    keep_revision(db, before, at);
    forget_decided(db, row->pk);  // nobody has decided on this text
    replace_text(db, *row, revision.fingerprint, revision.link_hosts);
    update_standing(db, *row, before.record.status);
    requeue(db, *row);

    DecisionRecord engine = decision_of_engine(row->record);
    engine.at = at;
    insert_decision(db, row->site, row->pk, engine);
    insert_decision(
        db, row->site, row->pk, record_of_act(before.record, row->record, Act::edit, revision.id)
    );
    add_event(db, *row, "verdict.revised", revision.id, at);
    return {};
}

Result<CommentRecord> withdraw(Connection& db, const Withdrawal& withdrawal) {
    auto row = find_comment_row(db, withdrawal.site, withdrawal.comment);
    if (!row) return no_such_comment();
    if (row->record.status == Status::withdrawn) return std::move(row->record);
    if (withdrawal.version && *withdrawal.version != row->record.version) {
        return changed_meanwhile(row->record);
    }
    const CommentRow before = *row;
    row->record.status = Status::withdrawn;
    row->record.escalated = false;
    row->record.version += 1;
    row->record.updated_at = withdrawal.at;
    update_standing(db, *row, before.record.status);
    requeue(db, *row);
    insert_decision(
        db,
        row->site,
        row->pk,
        record_of_act(before.record, row->record, Act::withdrawal, withdrawal.id)
    );
    add_event(db, *row, "comment.withdrawn", withdrawal.id, withdrawal.at);
    return std::move(row->record);
}

}  // namespace chaffinch::store::sqlite
