// Entering the decided history of another system, taking it back, and reading a site out.

#include "server/records/status_changes.h"
#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/queue_rows.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Error no_such_site(const SiteId& site) {
    return {Errc::not_found, "there is no site '" + site.value + "'"};
}

/// Whether status and judgement tell the same story.
bool consistent(const ImportedSubmission& imported) {
    const CommentRecord& record = imported.submission.record;
    if (record.comment.external_id.empty()) return false;
    if (!imported.judgement) return record.status == Status::held;
    return status_after(Status::held, *imported.judgement) == record.status;
}

bool is_known(Connection& db, std::int64_t site, const std::string& external_id) {
    return db.query("SELECT 1 FROM comments WHERE site = ? AND external_id = ?", site, external_id)
        .step();
}

DecisionRecord decision_of_import(
    const ImportBatch& batch, const ImportedSubmission& imported, const CommentRecord& record
) {
    DecisionRecord decision;
    decision.id = batch.import;
    decision.site = record.site;
    decision.comment = record.comment.id;
    decision.actor = Actor::system;
    decision.moderator_login = "import";
    decision.judgement = *imported.judgement;
    decision.reason = imported.reason;
    decision.note = batch.note;
    decision.from = status_for(record.verdict.outcome);
    decision.to = record.status;
    decision.escalated_before = record.verdict.escalated;
    decision.version_before = record.version - 1;
    decision.version_after = record.version;
    decision.at = batch.at;
    return decision;
}

bool teach(
    Connection& db, const CommentRow& row, std::int64_t decision, const DecisionRecord& record
) {
    const auto lesson = lesson_of(record.judgement, record.reason);
    if (!lesson) return false;
    TrainingEvent event;
    event.site = record.site;
    event.comment = record.comment;
    event.revision = row.record.comment.revision;
    event.label = lesson->label;
    event.positive = lesson->positive;
    event.decision = record.id;
    event.at = record.at;
    insert_lesson(db, row, decision, event);
    return true;
}

/// What the engine would have done, as the first row of the log; the import decides on top of it.
DecisionRecord engine_row(const CommentRecord& record, bool decided) {
    CommentRecord judged = record;
    judged.version = 1;
    if (decided) judged.status = status_for(record.verdict.outcome);
    return decision_of_engine(judged);
}

/// True when it taught something.
bool store_imported(
    Connection& db, std::int64_t site, const ImportBatch& batch, ImportedSubmission imported
) {
    CommentRecord& record = imported.submission.record;
    const Timestamp now = record.created_at;
    record.version = imported.judgement ? 2 : 1;
    const std::int64_t article = imported.submission.article
                                     ? put_article_row(db, site, *imported.submission.article, now)
                                     : article_row(db, site, record.comment.article, now);
    const CommentRow row = insert_comment(db, site, article, imported.submission);
    if (record.status == Status::held) enter_queue(db, row);
    insert_decision(db, site, row.pk, engine_row(record, imported.judgement.has_value()));
    if (!imported.judgement) return false;
    const DecisionRecord decision = decision_of_import(batch, imported, record);
    const std::int64_t pk = insert_decision(db, site, row.pk, decision);
    return teach(db, row, pk, decision);
}

void withdraw(Connection& db, CommentRow& row, Timestamp at) {
    const Status before = row.record.status;
    row.record.status = Status::withdrawn;
    row.record.escalated = false;
    row.record.version += 1;
    row.record.updated_at = at;
    update_standing(db, row, before);
    requeue(db, row);
}

}  // namespace

Result<ImportReceipt> import_batch(Connection& db, const ImportBatch& batch) {
    const auto site = find_site(db, batch.site);
    if (!site) return no_such_site(batch.site);
    if (!std::ranges::all_of(batch.comments, consistent)) {
        return Error{
            Errc::invalid,
            "a comment of the batch has no external_id, or a status that its judgement does not "
            "give"
        };
    }
    ImportReceipt receipt;
    for (const ImportedSubmission& imported : batch.comments) {
        if (is_known(db, *site, imported.submission.record.comment.external_id)) {
            ++receipt.duplicates;
            continue;
        }
        ImportedSubmission own = imported;
        own.submission.record.site = batch.site;
        if (store_imported(db, *site, batch, std::move(own))) ++receipt.lessons;
        ++receipt.stored;
    }
    return receipt;
}

Result<TakenBack> take_back_import(
    Connection& db, const SiteId& site, const DecisionId& import, Timestamp at, std::size_t most
) {
    const auto pk = find_site(db, site);
    if (!pk) return no_such_site(site);
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;
    {
        Statement found = db.query(
            "SELECT pk, comment FROM decisions WHERE id = ? AND site = ? AND actor = 'system'"
            " AND undone_at IS NULL LIMIT ?",
            import,
            *pk,
            static_cast<std::int64_t>(most)
        );
        while (found.step()) {
            const std::int64_t decision = found.integer();
            rows.emplace_back(decision, found.integer());
        }
    }
    TakenBack done;
    for (const auto& [decision, comment] : rows) {
        auto row = find_comment_row(db, comment);
        if (!row) continue;
        const auto standing = decision_in_force(db, comment);
        const bool newest = standing && standing->pk == decision;
        done.lessons += unlearn_decision(db, comment, decision, at).size();
        // A lesson that a moderator's decision superseded must not come back when that is undone.
        db.run("UPDATE training_events SET superseded_by = NULL WHERE decision = ?", decision);
        mark_undone(db, decision, at, {}, "import");
        if (!newest) {
            ++done.kept;
            continue;
        }
        withdraw(db, *row, at);
        ++done.withdrawn;
    }
    return done;
}

std::vector<ExportedComment> exported_after(
    Connection& db, const SiteId& site, std::int64_t position, std::size_t limit
) {
    std::vector<std::int64_t> numbers;
    {
        Statement found = db.query(
            "SELECT pk FROM comments WHERE pk > ? AND site = (SELECT pk FROM sites WHERE id = ?)"
            " ORDER BY pk LIMIT ?",
            position,
            site,
            static_cast<std::int64_t>(limit)
        );
        while (found.step()) numbers.push_back(found.integer());
    }
    std::vector<ExportedComment> page;
    for (const std::int64_t pk : numbers) {
        auto row = find_comment_row(db, pk);
        if (!row) continue;
        ExportedComment out;
        out.position = pk;
        out.article = find_article(db, row->article);
        if (auto standing = decision_in_force(db, pk)) out.decision = std::move(standing->record);
        out.record = std::move(row->record);
        page.push_back(std::move(out));
    }
    return page;
}

}  // namespace chaffinch::store::sqlite
