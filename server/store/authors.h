// What review needs of the store about authors: their record, and what moderators say of them. Same
// promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/author_key.h"
#include "server/records/comment_record.h"
#include "server/records/standing.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

struct AuthorQuery {
    std::string author{};         ///< "aut_..."
    std::vector<SiteId> sites{};  ///< of the caller; empty: all sites
    std::size_t limit = 50;
    std::string cursor{};  ///< opaque; empty: the newest comments
    Timestamp now{};
};

struct AuthorRecord {
    std::string id{};
    SiteId site{};
    IdentityStrength identity = IdentityStrength::none;
    std::vector<std::string> names{};  ///< distinct, of the newest comments, at most 5
    Timestamp first_seen_at{};
    std::int64_t published = 0;
    std::int64_t rejected = 0;
    std::int64_t held = 0;       ///< among the newest 1,000 comments
    std::int64_t withdrawn = 0;  ///< the same
    /// Share of the newest 50 decided comments that is rejected; nullopt when none is decided.
    std::optional<double> rejection_rate{};
    StandingRecord standing{};                ///< in force
    std::vector<StandingRecord> standings{};  ///< newest first, at most 50
    std::vector<CommentRecord> comments{};    ///< newest first
    std::string next_cursor{};                ///< empty: this is the last page
};

struct NewStanding {
    DecisionId id{};
    std::string author{};  ///< "aut_..."
    Standing standing = Standing::normal;
    std::optional<Timestamp> until{};
    Reason reason = Reason::none;
    std::string note{};
    TakeAlong take = TakeAlong::nothing;
    ModeratorId moderator{};
    std::string moderator_login{};
    std::vector<SiteId> sites{};  ///< sites the moderator may decide for; empty: all
    Timestamp at{};
};

/// Comments that a standing takes along, by where they stood.
struct TakenAlong {
    std::int64_t open = 0;
    std::int64_t published = 0;
};

class AuthorStore {
  public:
    virtual ~AuthorStore() = default;

    /// Errors: not_found (also for a site outside `sites`); invalid (a cursor that is not ours).
    virtual boost::asio::awaitable<Result<AuthorRecord>> find_author(AuthorQuery query) = 0;

    /// What set_standing and take_along would take; nothing is changed. Counting stops at 10,000.
    /// Errors: those of set_standing.
    virtual boost::asio::awaitable<Result<TakenAlong>> count_taken(NewStanding standing) = 0;

    /// The standing and its event. Errors: not_found; invalid (more than the identity bears).
    virtual boost::asio::awaitable<Result<StandingRecord>> set_standing(NewStanding standing) = 0;

    /// Moves at most `most` comments, under the id of the standing, each with log row and event.
    /// None are left when it gives none. Nothing is moved when the standing is no longer in force.
    virtual boost::asio::awaitable<TakenAlong> take_along(
        NewStanding standing, std::size_t most
    ) = 0;
};

}  // namespace chaffinch::store
