// Intake: a site's use cases. Submit a comment and get its verdict; edit and withdraw it; announce
// an article.
//
// The way of one comment: load facts -> judge -> record in one transaction -> answer. The answer
// exists only after the commit is durable.

#pragma once

#include "engine/pipeline/pipeline.h"
#include "engine/types/result.h"
#include "engine/wire/submission_json.h"
#include "server/intake/article_memory.h"
#include "server/intake/campaign_memory.h"
#include "server/intake/edit.h"
#include "server/intake/rate_memory.h"
#include "server/intake/thread_memory.h"
#include "server/runtime/clock.h"
#include "server/store/lifecycle.h"
#include "server/store/submissions.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::intake {

/// The pipeline in force for a site: its rules, models, and what its moderators have taught.
using PipelineOf = std::function<std::shared_ptr<const Pipeline>(const SiteId&)>;

/// A request that may be repeated: its key, and how its answer will look once the comment is stored
/// (rendered before the commit, so that answer and comment are stored together).
struct RepeatableRequest {
    store::IdempotentReply reply{};
    std::function<std::string(const CommentRecord&)> render{};
};

/// What is kept beside a comment that came in by the Akismet door; asked once the verdict is known
/// and before the commit, so that both are stored together.
using CheckOf = std::function<store::AkismetCheck(const CommentRecord&)>;

/// What a reader says against a comment.
struct Report {
    ReportReason reason = ReportReason::other;
    std::string reporter{};  ///< the site's own id of the reader
    std::string note{};
};

class Intake {
  public:
    Intake(
        store::SubmissionStore& submissions,
        store::LifecycleStore& lifecycle,
        store::FactsReader& facts,
        PipelineOf pipeline_of,
        const runtime::Clock& clock,
        telemetry::Metrics& metrics
    );

    /// Takes up again, from the store, what is kept in memory of the comments of the last three
    /// days. To be called once, before the first comment; at most some seconds. Gives how many it
    /// took up.
    std::size_t recall();

    /// Judges and stores one comment. `duplicate` when the site sent the same external_id before.
    /// Errors: key_reused when that earlier comment had another text.
    boost::asio::awaitable<Result<store::SubmissionReceipt>> submit(
        SiteId site,
        wire::Submission submission,
        std::optional<RepeatableRequest> repeatable,
        CheckOf check_of = {}
    );

    /// Judges all and stores them in one commit; one receipt each, in order. A repeated external_id
    /// with another text comes back as the earlier comment with `duplicate` set.
    boost::asio::awaitable<Result<std::vector<store::SubmissionReceipt>>> submit_batch(
        SiteId site,
        std::vector<wire::Submission> submissions,
        std::optional<store::BatchReply> reply
    );

    /// A new revision with a verdict of its own; what becomes of the comment is said in
    /// records/status_changes.h. An edit that changes nothing stores nothing, and a repeated
    /// request then has no stored answer, which is the same answer again. Gives the comment as it
    /// is now. Errors: not_found; conflict (another version than the caller's, or withdrawn).
    boost::asio::awaitable<Result<CommentRecord>> edit(
        SiteId site, CommentId id, Edit edit, std::optional<RepeatableRequest> repeatable
    );

    /// Out of publication and queue for good; again is no error. `version`: as for edits.
    /// Errors: not_found; conflict.
    boost::asio::awaitable<Result<CommentRecord>> withdraw(
        SiteId site, CommentId id, std::optional<std::int64_t> version
    );

    /// A reader's report; once more from the same reader is no error. The site's and the article's
    /// policy say when reports hold a comment. Errors: not_found; conflict (withdrawn).
    boost::asio::awaitable<Result<store::ReportReceipt>> report(
        SiteId site, CommentId id, Report report
    );

    /// The author's appeal. Errors: not_found; conflict (not rejected, or appealed against before).
    boost::asio::awaitable<Result<AppealRecord>> appeal(
        SiteId site, CommentId id, std::string text
    );

    /// The same verdict; nothing is stored and nothing is remembered.
    Verdict check(const SiteId& site, const wire::Submission& submission);

    boost::asio::awaitable<Result<void>> announce(
        SiteId site, Article article, std::optional<store::IdempotentReply> reply
    );

    /// What the site said of an article; null when it never did.
    std::shared_ptr<const Article> article(const SiteId& site, const ArticleId& id);

    /// To be called when somebody else changed an article: the next comment is judged with it.
    void forget_article(const SiteId& site, const ArticleId& id);

    /// Errors: not_found.
    boost::asio::awaitable<Result<CommentRecord>> find(SiteId site, CommentId id);

    /// In the order in which a thread is read. Errors: invalid (cursor).
    boost::asio::awaitable<Result<store::PublishedPage>> published(
        SiteId site, ArticleId article, std::size_t limit, std::string cursor
    );

    /// What happened to the site's comments and authors, in order, after the place `after`.
    boost::asio::awaitable<store::ChangePage> changes(
        SiteId site, std::int64_t after, std::size_t limit
    );

  private:
    /// A comment that was judged, and what is remembered of it once it is stored.
    struct Judged {
        store::NewSubmission submission{};
        store::Arrival arrival{};
    };

    static store::Arrival arrival_of(
        const SiteId& site, const Comment& comment, const Reading& reading, Timestamp now
    );
    Facts load_facts(const wire::Submission& submission, const store::Arrival& arrival);
    std::shared_ptr<const Article> article_of(const SiteId& site, const ArticleId& id);

    /// The article that came along with a comment, with what a moderator set for it.
    std::shared_ptr<const Article> article_sent(const SiteId& site, const Article& sent);
    Judged judged(const SiteId& site, wire::Submission submission);
    Assessment judge_edit(
        const store::EditableComment& standing, const Comment& after, Facts& facts, Timestamp now
    );
    Result<store::NewRevision> revised(
        const store::EditableComment& standing, Comment after, Timestamp now
    );
    void remember_copy(const store::Arrival& arrival);
    bool is_rare(const store::Arrival& arrival, const std::string& host);

    store::SubmissionStore& submissions_;
    store::LifecycleStore& lifecycle_;
    store::FactsReader& facts_;
    PipelineOf pipeline_of_;
    const runtime::Clock& clock_;
    telemetry::Metrics& metrics_;
    ThreadMemory threads_{};
    ArticleMemory articles_{};
    RateMemory rates_;
    CampaignMemory campaigns_;
};

}  // namespace chaffinch::intake
