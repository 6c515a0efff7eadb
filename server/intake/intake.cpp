// A site's use cases.

#include "server/intake/intake.h"

#include "server/records/status_changes.h"
#include "server/runtime/random_id.h"

#include <chrono>
#include <utility>

namespace chaffinch::intake {

namespace {

/// The key under which an author's history is kept: the site's own id when the site vouches for it,
/// else what was typed, which tells copies by one hand apart but carries no trust.
std::string author_key(const Author& author) {
    if (author.id && author.verified) return "id:" + author.id->value;
    if (!author.email.empty()) return "mail:" + author.email;
    if (!author.name.empty()) return "name:" + author.name;
    return {};
}

bool same_text(const store::SubmissionReceipt& receipt, const std::string& text) {
    return receipt.record.comment.text == text;
}

}  // namespace

Intake::Intake(
    store::SubmissionStore& submissions,
    store::FactsReader& facts,
    PipelineOf pipeline_of,
    const runtime::Clock& clock,
    telemetry::Metrics& metrics
)
    : submissions_(submissions),
      facts_(facts),
      pipeline_of_(std::move(pipeline_of)),
      clock_(clock),
      metrics_(metrics) {}

Facts Intake::load_facts(
    const SiteId& site, const wire::Submission& submission, const Reading& reading, Timestamp now
) {
    const Comment& comment = submission.comment;
    Facts facts;
    facts.now = now;
    facts.author_key = author_key(comment.author);
    facts.article = submission.article ? std::make_shared<const Article>(*submission.article)
                                       : facts_.article(site, comment.article);
    facts.rate = facts_.rates({
        .site = site,
        .author_key = facts.author_key,
        .ip = comment.author.ip,
        .link_hosts = reading.link_hosts,
        .text = reading.fingerprint.exact,
        .now = now,
    });
    facts.earlier = threads_.recall(site, comment.article, [&](std::size_t limit) {
        return facts_.thread(site, comment.article, limit);
    });
    if (comment.author.verified && comment.author.id) {
        facts.author = facts_.author(site, author_key(comment.author), now);
        facts.author.logged_in = true;
        if (comment.author.registered_at) {
            facts.author.age_days = std::chrono::duration<double, std::ratio<86'400>>(
                                        now - *comment.author.registered_at
            )
                                        .count();
        }
    }
    return facts;
}

store::NewSubmission Intake::judged(const SiteId& site, wire::Submission submission) {
    const auto begun = clock_.steady_now();
    const Timestamp now = clock_.now();
    const Reading reading = Pipeline::read(submission.comment);
    const Facts facts = load_facts(site, submission, reading, now);
    Assessment assessed =
        pipeline_of_(site)->assess(submission.comment, reading, facts, Explain::held_and_rejected);

    store::NewSubmission out;
    out.article = std::move(submission.article);
    out.fingerprint = assessed.fingerprint;
    out.link_hosts = std::move(assessed.link_hosts);
    out.author_key = author_key(submission.comment.author);
    CommentRecord& record = out.record;
    record.site = site;
    record.comment = std::move(submission.comment);
    record.comment.id = CommentId{runtime::random_id("cmt_", now)};
    record.status = status_for(assessed.verdict.outcome);
    record.escalated = assessed.verdict.escalated;
    record.verdict = std::move(assessed.verdict);
    record.created_at = now;
    record.updated_at = now;
    metrics_.verdict_given(
        name(record.verdict.outcome),
        std::chrono::duration<double>(clock_.steady_now() - begun).count()
    );
    return out;
}

void Intake::remember(const store::NewSubmission& stored) {
    threads_.remember(
        stored.record.site,
        stored.record.comment.article,
        {.id = stored.record.comment.id,
         .author_key = stored.author_key,
         .fingerprint = stored.fingerprint}
    );
}

boost::asio::awaitable<Result<store::SubmissionReceipt>> Intake::submit(
    SiteId site,
    wire::Submission submission,
    std::optional<RepeatableRequest> repeatable,
    CheckOf check_of
) {
    store::NewSubmission judged_submission = judged(site, std::move(submission));
    if (check_of) judged_submission.akismet = check_of(judged_submission.record);
    if (repeatable) {
        repeatable->reply.body = repeatable->render(judged_submission.record);
        judged_submission.idempotency = std::move(repeatable->reply);
    }
    const store::NewSubmission kept = judged_submission;
    auto receipt = co_await submissions_.record_submission(std::move(judged_submission));
    if (!receipt) co_return receipt.error();
    if (!receipt->duplicate) {
        remember(kept);
    } else if (!same_text(*receipt, kept.record.comment.text)) {
        co_return Error{
            Errc::key_reused,
            "external_id was used before for a comment with another text; it is " +
                receipt->record.comment.id.value
        };
    }
    co_return receipt;
}

boost::asio::awaitable<Result<std::vector<store::SubmissionReceipt>>> Intake::submit_batch(
    SiteId site, std::vector<wire::Submission> submissions, std::optional<store::BatchReply> reply
) {
    std::vector<store::NewSubmission> batch;
    batch.reserve(submissions.size());
    for (wire::Submission& submission : submissions) {
        batch.push_back(judged(site, std::move(submission)));
        // Copies within one batch are copies too.
        remember(batch.back());
    }
    co_return co_await submissions_.record_submissions(std::move(batch), std::move(reply));
}

Verdict Intake::check(const SiteId& site, const wire::Submission& submission) {
    const Reading reading = Pipeline::read(submission.comment);
    const Facts facts = load_facts(site, submission, reading, clock_.now());
    return pipeline_of_(site)->assess(submission.comment, reading, facts, Explain::always).verdict;
}

boost::asio::awaitable<Result<void>> Intake::announce(
    SiteId site, Article article, std::optional<store::IdempotentReply> reply
) {
    const Timestamp now = clock_.now();
    co_return co_await submissions_.put_article(
        std::move(site), std::move(article), now, std::move(reply)
    );
}

std::shared_ptr<const Article> Intake::article(const SiteId& site, const ArticleId& id) {
    return facts_.article(site, id);
}

boost::asio::awaitable<Result<CommentRecord>> Intake::find(SiteId site, CommentId id) {
    co_return co_await submissions_.find_comment(std::move(site), std::move(id));
}

boost::asio::awaitable<Result<std::vector<CommentRecord>>> Intake::published(
    SiteId site, ArticleId article, std::size_t limit
) {
    co_return co_await submissions_.published_comments(std::move(site), std::move(article), limit);
}

}  // namespace chaffinch::intake
