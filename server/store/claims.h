// What a moderator does with an item of the queue short of deciding: claim it, leave it to others,
// give it to somebody. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/claim.h"
#include "server/store/reviews.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::store {

/// Claims one moderator may hold at once: a screen or two of work, not the whole queue.
constexpr std::size_t claims_of_a_moderator = 200;

/// Who claims, when, and for how long.
struct Claimer {
    ModeratorId moderator{};
    std::string moderator_login{};
    std::vector<SiteId> sites{};  ///< sites the moderator works for; empty: all
    Timestamp at{};
    Timestamp until{};
};

struct ClaimRefusal {
    CommentId comment{};
    Error error{};
    std::optional<Claim> holder{};  ///< when somebody else has it
};

struct Claimed {
    std::vector<QueueItem> items{};  ///< held by the claimer now
    std::vector<ClaimRefusal> refused{};
    bool complete = true;  ///< false: time was up before as many were found as asked for
};

struct Renewed {
    std::vector<CommentId> kept{};
    std::vector<CommentId> lost{};  ///< named, and not held any more
};

class ClaimStore {
  public:
    virtual ~ClaimStore() = default;

    /// The first `most` items of the query, in its order, that nobody holds, that are not assigned
    /// to somebody else, and that the claimer did not skip within a day. Cursor and limit of the
    /// query are not looked at. Fewer than asked for is not an error. Errors: conflict (the claimer
    /// holds claims_of_a_moderator already).
    virtual boost::asio::awaitable<Result<Claimed>> claim_next(
        QueueQuery query, std::size_t most, Claimer claimer
    ) = 0;

    /// These, held by others only with `take_over`; what the claimer holds already is renewed.
    /// Refusals: not_found, conflict (does not wait for anybody, or somebody else has it).
    virtual boost::asio::awaitable<Claimed> claim_these(
        std::vector<CommentId> comments, bool take_over, Claimer claimer
    ) = 0;

    /// Another lease for what the claimer holds still: those named, or with none named all.
    virtual boost::asio::awaitable<Renewed> renew_claims(
        std::vector<CommentId> comments, Claimer claimer
    ) = 0;

    /// Gives back those named, or with none named all. Not an error when they are not held.
    virtual boost::asio::awaitable<void> release_claims(
        std::vector<CommentId> comments, ModeratorId moderator, Timestamp at
    ) = 0;

    /// This moderator leaves the item to others: the claim on it ends, and claim_next() does not
    /// give it to the same one for a day. Gives how many moderators have skipped it. Errors:
    /// not_found, conflict (does not wait for anybody).
    virtual boost::asio::awaitable<Result<int>> skip(CommentId comment, Claimer who) = 0;

    /// Gives the item to the moderator with this login, or to nobody (empty). Gives the login.
    /// Errors: not_found (the comment); invalid (no such moderator, disabled, or one who does not
    /// decide for this site).
    virtual boost::asio::awaitable<Result<std::string>> assign(
        CommentId comment, std::string login, Claimer by
    ) = 0;
};

}  // namespace chaffinch::store
