// Desk: what a moderator does with a comment short of deciding on it: claiming it, looking at it
// from all sides, leaving it to others, noting something down.

#pragma once

#include "engine/types/result.h"
#include "server/review/reviewer.h"
#include "server/runtime/clock.h"
#include "server/store/cards.h"
#include "server/store/claims.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace chaffinch::review {

/// Long enough for a comment with its thread, short enough that a moderator who went home holds
/// nothing up.
constexpr std::chrono::seconds usual_lease{300};

struct ClaimWish {
    store::QueueQuery query{};  ///< with no comments named: where the next ones come from
    std::size_t count = 1;
    std::vector<CommentId> comments{};
    bool take_over = false;  ///< with comments named
    std::chrono::seconds lease = usual_lease;
};

/// What is held still, and until when.
struct Held {
    store::Renewed claims{};
    Timestamp until{};
};

enum class NoteAbout { comment, author };

class Desk {
  public:
    Desk(store::ClaimStore& claims, store::CardStore& cards, const runtime::Clock& clock);

    /// Errors and refusals: see ClaimStore.
    boost::asio::awaitable<Result<store::Claimed>> claim(Reviewer reviewer, ClaimWish wish);

    /// Those named, or with none named all that the reviewer holds.
    boost::asio::awaitable<Held> renew(
        Reviewer reviewer, std::vector<CommentId> comments, std::chrono::seconds lease
    );
    boost::asio::awaitable<void> release(Reviewer reviewer, std::vector<CommentId> comments);

    /// Leaves the item to others. Errors: see ClaimStore::skip.
    boost::asio::awaitable<Result<int>> skip(Reviewer reviewer, CommentId comment);

    /// An empty login takes the assignment away. Errors: see ClaimStore::assign.
    boost::asio::awaitable<Result<std::string>> assign(
        Reviewer reviewer, CommentId comment, std::string login
    );

    /// Errors: not_found.
    boost::asio::awaitable<Result<store::ReviewCard>> card(Reviewer reviewer, CommentId comment);

    /// Errors: see CardStore::add_note.
    boost::asio::awaitable<Result<store::Note>> note(
        Reviewer reviewer, CommentId comment, NoteAbout about, std::string text
    );

  private:
    [[nodiscard]] store::Claimer claimer(const Reviewer& reviewer, std::chrono::seconds lease = {})
        const;

    store::ClaimStore& claims_;
    store::CardStore& cards_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::review
