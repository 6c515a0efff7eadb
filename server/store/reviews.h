// What review needs of the store: the queue, decisions, undo. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/report.h"
#include "server/records/revision.h"
#include "server/store/idempotency.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

enum class QueueSort : std::uint8_t { priority, oldest, newest, score };

struct QueueQuery {
    std::vector<SiteId> sites{};  ///< of the caller; empty: all sites
    std::optional<ArticleId> article{};
    std::optional<Reason> reason{};
    std::optional<bool> escalated{};
    bool reported = false;  ///< only those with open reports
    bool appealed = false;  ///< only those whose author appeals
    std::optional<double> score_min{};
    std::optional<double> score_max{};
    QueueSort sort = QueueSort::priority;
    std::size_t limit = 50;
    std::string cursor{};  ///< opaque; empty: the first page
};

struct QueueItem {
    CommentRecord record{};
    std::string article_title{};
    std::string article_url{};
    std::string author_id{};              ///< "aut_..."; empty: nothing to know the author again by
    std::vector<ReportRecord> reports{};  ///< open ones, oldest first, at most 20
    std::optional<AppealRecord> appeal{};  ///< the newest, open or not
};

struct QueuePage {
    std::vector<QueueItem> items{};
    std::string next_cursor{};  ///< empty: this is the last page
    std::int64_t total = 0;     ///< items that match, over all pages
    std::int64_t escalated = 0;
};

struct NewDecision {
    DecisionId id{};
    CommentId comment{};
    std::int64_t version = 0;  ///< the version that the moderator saw
    Judgement judgement = Judgement::approve;
    Reason reason = Reason::none;
    std::string note{};
    ModeratorId moderator{};
    std::string moderator_login{};
    std::vector<SiteId> sites{};  ///< sites the moderator may decide for; empty: all
    Timestamp at{};
};

/// What one decision or undo did.
struct DecisionResult {
    DecisionRecord decision{};
    CommentRecord record{};                 ///< after the change
    std::optional<TrainingEvent> learnt{};  ///< to be applied to the site layer
    /// The comment as it was when `learnt` was taught, where its author has changed it since.
    std::optional<CommentRecord> learnt_from{};
    std::vector<TrainingEvent> unlearnt{};  ///< to be taken back from it, before `learnt`
};

/// Why an item could not be decided; `standing` tells who did what, for conflict.
struct DecisionFailure {
    Error error{};
    std::optional<DecisionRecord> standing{};
    std::optional<std::int64_t> current_version{};
};

using DecisionAttempt = boost::system::result<DecisionResult, DecisionFailure>;

[[noreturn]] void throw_exception_from_error(
    const DecisionFailure& failure, const boost::source_location& where
);

class ReviewStore {
  public:
    virtual ~ReviewStore() = default;

    /// Errors: invalid (a cursor that is not ours).
    virtual boost::asio::awaitable<Result<QueuePage>> list_queue(QueueQuery query) = 0;

    /// Errors: not_found (also for a site outside `sites`).
    virtual boost::asio::awaitable<Result<QueueItem>> find_item(
        CommentId id, std::vector<SiteId> sites
    ) = 0;

    /// One transaction an item: decision row, status, version + 1, outgoing event, training event.
    /// One attempt each, in order; one item's failure does not touch the others.
    /// Failures: not_found; conflict (stale version: `standing` is the decision in force); invalid
    /// (judgement not legal on this status).
    virtual boost::asio::awaitable<std::vector<DecisionAttempt>> record_decisions(
        std::vector<NewDecision> decisions
    ) = 0;

    /// Takes back every row of the decision on which nothing newer stands: status, version + 1,
    /// training event undone, outgoing event. Per-row attempts in the order of the decision.
    /// A standing of an author is taken back with the comments it took along; a newer standing is
    /// one conflict and nothing is done. No attempts at all when it took none along.
    /// A single not_found attempt when there is no such decision for these sites.
    virtual boost::asio::awaitable<std::vector<DecisionAttempt>> undo_decision(
        DecisionId id,
        ModeratorId moderator,
        std::string moderator_login,
        std::vector<SiteId> sites,
        Timestamp at
    ) = 0;

    /// Newest first.
    virtual boost::asio::awaitable<std::vector<DecisionRecord>> decisions_of(CommentId comment) = 0;

    /// Earlier texts, oldest first; empty when there was no edit.
    virtual boost::asio::awaitable<std::vector<RevisionRecord>> revisions_of(CommentId comment) = 0;
};

}  // namespace chaffinch::store
