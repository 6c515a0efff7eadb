// Storing what a site sends.

#include "server/records/status_changes.h"
#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/akismet_rows.h"
#include "server/store/sqlite/campaign_rows.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/idempotency_rows.h"
#include "server/store/sqlite/queue_rows.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Error no_such_site(const SiteId& site) {
    return {Errc::not_found, "there is no site '" + site.value + "'"};
}

std::string_view event_of(const CommentRecord& record) {
    if (record.escalated) return "comment.escalated";
    switch (record.status) {
        case Status::published:
            return "comment.approved";
        case Status::held:
            return "comment.held";
        case Status::rejected:
            return "comment.rejected";
        case Status::withdrawn:
            return "comment.withdrawn";
    }
    return "";
}

SubmissionReceipt store_new(Connection& db, std::int64_t site, const NewSubmission& submission) {
    const CommentRecord& record = submission.record;
    const Timestamp now = record.created_at;
    const std::int64_t article = submission.article
                                     ? put_article_row(db, site, *submission.article, now)
                                     : article_row(db, site, record.comment.article, now);
    CommentRow row = insert_comment(db, site, article, submission);
    if (record.status == Status::held) enter_queue(db, row);
    if (submission.campaign) join_campaign(db, row, *submission.campaign);
    if (submission.akismet) insert_check(db, row, *submission.akismet);
    insert_decision(db, site, row.pk, decision_of_engine(record));
    add_event(db, row, event_of(record), {}, now);
    return {.duplicate = false, .record = std::move(row.record)};
}

std::optional<SubmissionReceipt> earlier_submission(
    Connection& db, std::int64_t site, const CommentRecord& record
) {
    if (record.comment.external_id.empty()) return std::nullopt;
    auto row = find_comment_row(db, site, record.comment.external_id);
    if (!row) return std::nullopt;
    return SubmissionReceipt{.duplicate = true, .record = std::move(row->record)};
}

SubmissionReceipt store_once(Connection& db, std::int64_t site, const NewSubmission& submission) {
    if (auto earlier = earlier_submission(db, site, submission.record)) return *std::move(earlier);
    return store_new(db, site, submission);
}

}  // namespace

Result<SubmissionReceipt> submit(Connection& db, const NewSubmission& submission) {
    const auto site = find_site(db, submission.record.site);
    if (!site) return no_such_site(submission.record.site);
    // First the site's own id: a repeated comment is answered, not refused, whatever its key says.
    if (auto earlier = earlier_submission(db, *site, submission.record)) {
        return *std::move(earlier);
    }
    if (auto fresh = check_new_key(db, submission.idempotency); !fresh) return fresh.error();
    if (submission.idempotency) keep_reply(db, *submission.idempotency);
    return store_new(db, *site, submission);
}

Result<std::vector<SubmissionReceipt>> submit_all(
    Connection& db,
    const std::vector<NewSubmission>& submissions,
    const std::optional<BatchReply>& idempotency
) {
    std::optional<IdempotentReply> reply;
    if (idempotency) reply = idempotency->reply;
    if (auto fresh = check_new_key(db, reply); !fresh) return fresh.error();
    std::vector<std::int64_t> sites;
    for (const NewSubmission& submission : submissions) {
        const auto site = find_site(db, submission.record.site);
        if (!site) return no_such_site(submission.record.site);
        sites.push_back(*site);
    }
    std::vector<SubmissionReceipt> receipts;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        receipts.push_back(store_once(db, sites[i], submissions[i]));
    }
    if (reply) {
        reply->body = idempotency->render(receipts);
        keep_reply(db, *reply);
    }
    return receipts;
}

Result<void> announce_article(
    Connection& db,
    const SiteId& site_id,
    const Article& article,
    Timestamp now,
    const std::optional<IdempotentReply>& idempotency
) {
    const auto site = find_site(db, site_id);
    if (!site) return no_such_site(site_id);
    if (auto fresh = check_new_key(db, idempotency); !fresh) return fresh.error();
    put_article_row(db, *site, article, now);
    if (idempotency) keep_reply(db, *idempotency);
    return {};
}

}  // namespace chaffinch::store::sqlite
