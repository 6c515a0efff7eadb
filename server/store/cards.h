// What a moderator wants to know of one comment before he decides on it, on one card; and notes
// that moderators leave for each other. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/campaign.h"
#include "server/records/decision.h"
#include "server/store/reviews.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

struct Note {
    std::string id{};  ///< ours: note_...
    bool about_author = false;
    std::string moderator_login{};
    std::string text{};
    Timestamp at{};
};

struct NewNote {
    std::string id{};
    CommentId comment{};
    bool about_author = false;  ///< on the author of the comment, not on the comment
    ModeratorId moderator{};
    std::string moderator_login{};
    std::vector<SiteId> sites{};  ///< sites the moderator works for; empty: all
    std::string text{};
    Timestamp at{};
};

/// Another comment on the card.
struct CardComment {
    CommentId id{};
    std::string external_id{};
    Status status = Status::held;
    bool escalated = false;
    std::string author_name{};
    std::string text{};
    Timestamp created_at{};
};

struct AuthorCard {
    bool known = false;  ///< false: there is nothing to know the author again by
    std::int64_t published = 0;
    std::int64_t rejected = 0;
    std::int64_t held = 0;  ///< of the newest 500
    std::optional<Timestamp> first_seen_at{};
    std::vector<CardComment> recent{};  ///< others of his, newest first, at most 10
};

/// What a moderator decided on a comment with a like text.
struct SimilarDecision {
    CardComment comment{};
    double similarity = 0;  ///< estimated share of common 5-grams; 1: the same words
    DecisionRecord decision{};
};

struct ReviewCard {
    QueueItem item{};
    std::vector<CardComment> above{};  ///< what it answers, the topmost first, at most 8
    std::vector<CardComment> below{};  ///< direct answers, oldest first, at most 20
    bool more_below = false;
    AuthorCard author{};
    std::vector<SimilarDecision> similar{};   ///< the most alike first, at most 10
    std::vector<DecisionRecord> decisions{};  ///< newest first, at most 100
    std::vector<Note> notes{};                ///< newest first, at most 100
    std::optional<Campaign> campaign{};       ///< of near-duplicates, that the comment belongs to
};

class CardStore {
  public:
    virtual ~CardStore() = default;

    /// Errors: not_found (also for a site outside `sites`).
    virtual boost::asio::awaitable<Result<ReviewCard>> review_card(
        CommentId comment, std::vector<SiteId> sites, Timestamp now
    ) = 0;

    /// Errors: not_found; conflict (a note on an author whom nothing makes known).
    virtual boost::asio::awaitable<Result<Note>> add_note(NewNote note) = 0;
};

}  // namespace chaffinch::store
