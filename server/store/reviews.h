// What review needs of the store: the queue, decisions, undo. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/claim.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/report.h"
#include "server/records/revision.h"
#include "server/store/idempotency.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
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
    bool reported = false;                    ///< only those with open reports of readers
    bool appealed = false;                    ///< only those whose author appeals
    bool skipped = false;                     ///< only those that some moderator left to others
    std::optional<std::string> assigned{};    ///< login of a moderator
    std::optional<ModeratorId> claimed_by{};  ///< held by this moderator at `now`
    /// The author's key, the site's id of him, or his name, in any case.
    std::optional<std::string> author{};
    std::optional<std::string> rule{};  ///< name of a signal
    std::optional<std::string> language{};
    std::optional<std::string> text{};  ///< part of the text, in any case
    std::optional<Timestamp> since{};
    std::optional<Timestamp> until{};
    std::optional<double> score_min{};
    std::optional<double> score_max{};
    QueueSort sort = QueueSort::priority;
    std::size_t limit = 50;
    std::string cursor{};  ///< opaque; empty: the first page
    Timestamp now{};       ///< claims that ended before are none
};

struct QueueItem {
    CommentRecord record{};
    std::string article_title{};
    std::string article_url{};
    std::string author_id{};              ///< "aut_..."; empty: nothing to know the author again by
    std::vector<ReportRecord> reports{};  ///< open ones, oldest first, at most 20
    std::optional<AppealRecord> appeal{};  ///< the newest, open or not
    std::optional<Claim> claim{};
    std::string assigned_to{};  ///< login of a moderator; empty: nobody
    int skips = 0;              ///< moderators who left it to others
};

struct QueuePage {
    std::vector<QueueItem> items{};
    std::string next_cursor{};  ///< empty: this is the last page
    /// Items that match, over all pages; nullopt where only a walk through the queue could tell.
    std::optional<std::int64_t> total = 0;
    std::optional<std::int64_t> escalated = 0;
    /// False: the page took too long to find and ends early; next_cursor goes on from there.
    bool complete = true;
};

/// How long the lists of the queue are, over some sites.
struct QueueCounts {
    std::int64_t total = 0;
    std::int64_t escalated = 0;
    std::int64_t reported = 0;
    std::int64_t appealed = 0;
    std::int64_t skipped = 0;                       ///< counted up to 1,000 a site
    std::int64_t mine = 0;                          ///< held by the moderator who asks
    std::int64_t assigned = 0;                      ///< to him; counted up to 1,000 a site
    std::map<std::string, std::int64_t> reasons{};  ///< by code
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
    bool take_over = false;       ///< also when somebody else holds the comment
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

/// Why an item could not be decided; for conflict, `standing` tells who did what, or `holder` who
/// has claimed it.
struct DecisionFailure {
    Error error{};
    std::optional<DecisionRecord> standing{};
    std::optional<std::int64_t> current_version{};
    std::optional<Claim> holder{};
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

    virtual boost::asio::awaitable<QueueCounts> queue_counts(
        std::vector<SiteId> sites, ModeratorId moderator, std::string login, Timestamp now
    ) = 0;

    /// Errors: not_found (also for a site outside `sites`).
    virtual boost::asio::awaitable<Result<QueueItem>> find_item(
        CommentId id, std::vector<SiteId> sites, Timestamp now
    ) = 0;

    /// One transaction an item: decision row, status, version + 1, outgoing event, training event.
    /// One attempt each, in order; one item's failure does not touch the others.
    /// Failures: not_found; conflict (stale version: `standing` is the decision in force; or
    /// somebody else has claimed it: `holder`, unless taken over); invalid (judgement not legal on
    /// this status).
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
