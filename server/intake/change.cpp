// What happens to stored comments by their authors and readers: edit, withdrawal, report, appeal.

#include "server/intake/edit.h"
#include "server/intake/intake.h"
#include "server/runtime/random_id.h"

#include <string>
#include <utility>

namespace chaffinch::intake {

namespace {

/// Somebody else may change the comment while its new text is judged; then it is judged again.
constexpr int most_attempts = 3;

Error stale(const CommentRecord& record) {
    return {
        Errc::conflict,
        "the comment has version " + std::to_string(record.version) +
            " by now; read it and send the edit with that version"
    };
}

EarlierComments without(const EarlierComments& comments, const CommentId& own) {
    EarlierComments others;
    for (const EarlierComment& comment : comments) {
        if (comment.id != own) others.push_back(comment);
    }
    return others;
}

}  // namespace

Assessment Intake::judge_edit(
    const store::EditableComment& standing, const Comment& after, Facts& facts, Timestamp now
) {
    const CommentRecord& record = standing.record;
    const CommentRecord& baseline = standing.approved ? *standing.approved : record;
    const Reading reading = Pipeline::read(after);
    store::Arrival arrival = arrival_of(record.site, after, reading, now);
    // The comment's own earlier text is no copy of it.
    const Fingerprint before = Pipeline::read(record.comment).fingerprint;
    if (reading.fingerprint.exact == before.exact) arrival.fingerprint.exact = 0;
    facts = load_facts({.comment = after, .article = {}}, arrival);
    facts.earlier = without(facts.earlier, after.id);
    facts.edit.is_edit = true;
    facts.edit.added_link = added_link(Pipeline::read(baseline.comment), reading);
    return pipeline_of_(record.site)->assess(after, reading, facts, Explain::held_and_rejected);
}

Result<store::NewRevision> Intake::revised(
    const store::EditableComment& standing, Comment after, Timestamp now
) {
    const CommentRecord& before = standing.record;
    const CommentRecord& baseline = standing.approved ? *standing.approved : before;
    store::NewRevision revision;
    revision.record = before;
    revision.record.comment = std::move(after);
    Facts facts;
    Assessment assessed = judge_edit(standing, revision.record.comment, facts, now);
    const bool nothing_new = !facts.edit.added_link && harmless(baseline.verdict, assessed.verdict);
    const auto status =
        status_after_edit(before.status, assessed.verdict.outcome, standing.last_word, nothing_new);
    if (!status) return Error{Errc::conflict, "the comment was withdrawn by its author"};

    CommentRecord& record = revision.record;
    record.status = *status;
    record.escalated =
        record.status == Status::held && (before.escalated || assessed.verdict.escalated);
    record.verdict = std::move(assessed.verdict);
    record.version += 1;
    record.updated_at = now;
    revision.fingerprint = assessed.fingerprint;
    revision.link_hosts = std::move(assessed.link_hosts);
    revision.id = DecisionId{runtime::random_id("dec_", now)};
    return revision;
}

boost::asio::awaitable<Result<CommentRecord>> Intake::edit(
    SiteId site, CommentId id, Edit edit, std::optional<RepeatableRequest> repeatable
) {
    for (int attempt = 1;; ++attempt) {
        const auto standing = co_await lifecycle_.find_editable(site, id);
        if (!standing) co_return standing.error();
        const CommentRecord& before = standing->record;
        if (edit.version && *edit.version != before.version) co_return stale(before);
        Comment wanted = edited(before.comment, edit);
        // Nothing is different: there is no new revision to judge and store.
        if (wanted.revision == before.comment.revision) co_return before;
        auto revision = revised(*standing, std::move(wanted), clock_.now());
        if (!revision) co_return revision.error();
        if (repeatable) {
            revision->idempotency = repeatable->reply;
            revision->idempotency->body = repeatable->render(revision->record);
        }
        const CommentRecord after = revision->record;
        const Fingerprint fingerprint = revision->fingerprint;
        const std::vector<std::string> hosts = revision->link_hosts;
        const auto stored = co_await lifecycle_.record_edit(*std::move(revision));
        if (stored) {
            threads_.replace(site, after.comment.article, id, fingerprint);
            // Links that come by edits are counted like those that come with new comments.
            rates_.add(
                {.site = site,
                 .article = after.comment.article,
                 .link_hosts = hosts,
                 .at = after.updated_at}
            );
            co_return after;
        }
        const bool raced = stored.error().code == Errc::conflict && !edit.version;
        if (!raced || attempt == most_attempts) co_return stored.error();
    }
}

boost::asio::awaitable<Result<CommentRecord>> Intake::withdraw(
    SiteId site, CommentId id, std::optional<std::int64_t> version
) {
    store::Withdrawal withdrawal;
    withdrawal.site = std::move(site);
    withdrawal.comment = std::move(id);
    withdrawal.version = version;
    withdrawal.at = clock_.now();
    withdrawal.id = DecisionId{runtime::random_id("dec_", withdrawal.at)};
    co_return co_await lifecycle_.record_withdrawal(std::move(withdrawal));
}

boost::asio::awaitable<Result<store::ReportReceipt>> Intake::report(
    SiteId site, CommentId id, Report report
) {
    store::NewReport made;
    made.site = std::move(site);
    made.comment = std::move(id);
    made.reason = report.reason;
    made.reporter = std::move(report.reporter);
    made.note = std::move(report.note);
    made.at = clock_.now();
    made.id = DecisionId{runtime::random_id("dec_", made.at)};
    co_return co_await lifecycle_.record_report(std::move(made));
}

boost::asio::awaitable<Result<AppealRecord>> Intake::appeal(
    SiteId site, CommentId id, std::string text
) {
    store::NewAppeal made;
    made.site = std::move(site);
    made.comment = std::move(id);
    made.text = std::move(text);
    made.at = clock_.now();
    made.id = DecisionId{runtime::random_id("dec_", made.at)};
    co_return co_await lifecycle_.record_appeal(std::move(made));
}

}  // namespace chaffinch::intake
