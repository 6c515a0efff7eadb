// What a commit changed, for those who watch the queue: thin, as the outbox is.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "server/records/comment_record.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

struct Change {
    enum class Kind : std::uint8_t {
        arrival,   ///< a comment waits for a person: a new one, an edit, a report, an appeal
        decision,  ///< a moderator decided
        undo,      ///< a decision was taken back
        change,    ///< anything else: published at once, withdrawn, skipped, assigned ...
        claim,     ///< somebody holds the comment until `until`
        release,   ///< nobody holds it any more, before its time
    };

    Kind kind = Kind::change;
    SiteId site{};
    CommentId comment{};
    /// As the outbox names it ("comment.held"), or "comment.reported", ".skipped", ".assigned";
    /// empty for claims.
    std::string event{};
    Status status = Status::held;
    bool escalated = false;
    std::int64_t version = 0;
    DecisionId decision{};    ///< with decision and undo
    ModeratorId moderator{};  ///< who did it; empty: no moderator
    std::string moderator_login{};
    std::optional<Timestamp> until{};
    Timestamp at{};
};

/// Called after each commit that changed something, in the order of commits, on the store's own
/// thread: it must be quick and must not throw.
using OnCommit = std::function<void(std::vector<Change>)>;

class ChangeSource {
  public:
    virtual ~ChangeSource() = default;

    /// From now on; one listener, an empty one for none.
    virtual void on_commit(OnCommit listener) = 0;
};

}  // namespace chaffinch::store
