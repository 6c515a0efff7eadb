// One batch: leave out what is known, judge the rest, store it.

#include "server/import/importer.h"

#include "server/records/author_key.h"
#include "server/runtime/random_id.h"

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

namespace chaffinch::importing {

namespace {

struct Decided {
    Status status;
    std::optional<Judgement> judgement;
    Reason reason;
};

/// Only labels teach: trash says that somebody did not want the comment, not that it is spam.
Decided decided(Label label) {
    switch (label) {
        case Label::approved:
            return {Status::published, Judgement::approve, Reason::not_spam};
        case Label::spam:
            return {Status::rejected, Judgement::reject, Reason::spam_content};
        case Label::rejected:
            return {Status::rejected, Judgement::reject, Reason::other};
        case Label::held:
            break;
    }
    return {Status::held, std::nullopt, Reason::none};
}

}  // namespace

DecisionId import_id(const std::string& name) {
    constexpr std::size_t longest = 96;
    std::string id = "dec_import_";
    for (const char c : name.substr(0, longest)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        id += plain ? c : '-';
    }
    return {id};
}

Importer::Importer(
    ImportSettings settings,
    const Pipeline& pipeline,
    const runtime::Clock& clock,
    ImportStoreCalls store
)
    : settings_(std::move(settings)),
      pipeline_(pipeline),
      clock_(clock),
      store_(std::move(store)) {}

bool Importer::take(Row row) {
    if (!stored_) return false;
    ++report_.read;
    if (const LeftOut* left = std::get_if<LeftOut>(&row)) {
        report_.leave_out(left->reason, left->line);
        return true;
    }
    HistoricComment& historic = std::get<HistoricComment>(row);
    if (!historic.comment.external_id.empty())
        historic.comment.external_id.insert(0, settings_.id_prefix);
    if (historic.comment.parent) historic.comment.parent->insert(0, settings_.id_prefix);
    if (const auto why = why_not(historic)) {
        report_.leave_out(*why, historic.line);
        return true;
    }
    batch_.push_back(std::move(historic));
    if (batch_.size() == batch_size) stored_ = store_batch();
    return stored_.has_value();
}

Result<void> Importer::finish() {
    if (stored_ && !batch_.empty()) stored_ = store_batch();
    return stored_;
}

Result<void> Importer::store_batch() {
    std::vector<std::string> ids;
    for (const HistoricComment& historic : batch_) ids.push_back(historic.comment.external_id);
    const std::vector<std::string> known = store_.known(settings_.site, std::move(ids));
    const std::unordered_set<std::string> seen(known.begin(), known.end());
    store::ImportBatch out{
        .site = settings_.site,
        .import = settings_.import,
        .note = settings_.note,
        .at = clock_.now()
    };
    for (HistoricComment& historic : std::exchange(batch_, {})) {
        if (seen.contains(historic.comment.external_id)) {
            ++report_.known;
        } else {
            out.comments.push_back(judged(std::move(historic)));
        }
    }
    if (out.comments.empty()) return {};
    const auto receipt = store_.record(std::move(out));
    if (!receipt) return receipt.error();
    report_.stored += receipt->stored;
    report_.known += receipt->duplicates;
    report_.lessons += receipt->lessons;
    return {};
}

store::ImportedSubmission Importer::judged(HistoricComment historic) const {
    const Decided label = decided(historic.label);
    const Timestamp now = historic.comment.submitted_at.value_or(clock_.now());
    // What else was going on then (rates, the thread, the author's record) is unknown, and said so.
    Facts facts;
    facts.now = now;
    facts.author_key = author_key(historic.comment.author);
    if (historic.article) facts.article = std::make_shared<const Article>(*historic.article);
    Assessment assessed = pipeline_.assess(historic.comment, facts, Explain::held_and_rejected);

    store::ImportedSubmission out;
    out.judgement = label.judgement;
    out.reason = label.reason;
    store::NewSubmission& submission = out.submission;
    submission.article = std::move(historic.article);
    submission.fingerprint = assessed.fingerprint;
    submission.link_hosts = std::move(assessed.link_hosts);
    submission.author_key = std::move(facts.author_key);
    CommentRecord& record = submission.record;
    record.site = settings_.site;
    record.comment = std::move(historic.comment);
    record.comment.id = CommentId{runtime::random_id("cmt_", now)};
    record.status = label.status;
    record.escalated = label.status == Status::held && assessed.verdict.escalated;
    record.verdict = std::move(assessed.verdict);
    record.created_at = now;
    record.updated_at = now;
    return out;
}

}  // namespace chaffinch::importing
