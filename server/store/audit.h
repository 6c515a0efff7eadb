// What audit needs of the store: the decision log, searched. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "engine/types/verdict.h"
#include "server/records/decision.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// All that is said here must hold of a row.
struct HistoryQuery {
    std::vector<SiteId> sites{};  ///< of the caller; empty: all sites
    std::optional<Actor> actor{};
    std::optional<std::string> moderator{};  ///< login
    std::optional<Reason> reason{};
    std::optional<Judgement> judgement{};
    std::optional<CommentId> comment{};
    /// An author as the console knows him ("aut_7") or his key ("id:42"): the decisions on his
    /// newest 500 comments.
    std::optional<std::string> author{};
    std::optional<Timestamp> from{};   ///< inclusive
    std::optional<Timestamp> until{};  ///< exclusive
    std::size_t limit = 50;
    std::string cursor{};  ///< opaque; empty: the first page
};

/// A row of the log with what a statement of reasons needs of its comment. Without its text.
struct HistoryEntry {
    DecisionRecord decision{};
    std::string undone_by_login{};
    ArticleId article{};
    std::string external_id{};
    std::string language{};
    Timestamp content_at{};  ///< when the comment came
    Verdict verdict{};       ///< the comment's newest
};

struct HistoryPage {
    std::vector<HistoryEntry> items{};
    /// Empty: this is the last page. A page may be short and still have a next one: rare rows are
    /// looked for in bounded steps.
    std::string next_cursor{};
};

class AuditStore {
  public:
    virtual ~AuditStore() = default;

    /// Newest first. Errors: invalid (a cursor that is not ours).
    virtual boost::asio::awaitable<Result<HistoryPage>> search_history(HistoryQuery query) = 0;
};

}  // namespace chaffinch::store
