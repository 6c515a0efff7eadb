// Review: a moderator's use cases. See the queue, decide, undo.
//
// Every decision carries the version its maker saw; what changed meanwhile is a conflict that names
// who did what. What a decision teaches is handed on after its commit.

#pragma once

#include "engine/types/result.h"
#include "server/review/reviewer.h"
#include "server/runtime/clock.h"
#include "server/store/reviews.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace chaffinch::review {

struct DecisionItem {
    CommentId comment{};
    std::int64_t version = 0;
    Judgement judgement = Judgement::approve;
    Reason reason = Reason::none;
    std::string note{};
    bool take_over = false;  ///< also when somebody else has claimed the comment
};

struct Decided {
    DecisionId id{};
    std::vector<store::DecisionAttempt> attempts{};  ///< one an item, in order
};

/// A comment as it is, with the texts it had before, oldest first.
struct EditedComment {
    CommentRecord record{};
    std::vector<RevisionRecord> earlier{};
};

/// Applies what decisions taught, before the moderator gets the answer: the next comment is judged
/// with it.
using Teach = std::function<boost::asio::awaitable<void>(std::vector<store::DecisionResult>)>;

class Review {
  public:
    Review(
        store::ReviewStore& reviews,
        Teach teach,
        const runtime::Clock& clock,
        telemetry::Metrics& metrics
    );

    boost::asio::awaitable<Result<store::QueuePage>> queue(
        Reviewer reviewer, store::QueueQuery query
    );

    /// How long the lists are, over the sites asked for (none: all of the reviewer).
    boost::asio::awaitable<store::QueueCounts> counts(Reviewer reviewer, std::vector<SiteId> asked);

    boost::asio::awaitable<Result<store::QueueItem>> item(Reviewer reviewer, CommentId id);

    /// Up to 500 items under one decision id. Per-item failures do not touch the other items.
    boost::asio::awaitable<Decided> decide(Reviewer reviewer, std::vector<DecisionItem> items);

    /// The same as a part of decision `id`, of which there may be several.
    boost::asio::awaitable<Decided> decide_as(
        DecisionId id, Reviewer reviewer, std::vector<DecisionItem> items
    );

    /// Takes a decision back, with what it taught; a bulk decision as one. Errors: not_found.
    boost::asio::awaitable<Result<Decided>> undo(Reviewer reviewer, DecisionId id);

    boost::asio::awaitable<std::vector<DecisionRecord>> history(CommentId comment);

    /// Errors: not_found.
    boost::asio::awaitable<Result<EditedComment>> revisions(Reviewer reviewer, CommentId id);

  private:
    boost::asio::awaitable<void> teach(const std::vector<store::DecisionAttempt>& attempts);

    store::ReviewStore& reviews_;
    Teach teach_;
    const runtime::Clock& clock_;
    telemetry::Metrics& metrics_;
};

}  // namespace chaffinch::review
