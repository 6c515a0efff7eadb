// What the Akismet door needs of the store: how a comment came in there, to find it again by what
// the client sends with its feedback, to call the client back, and to count. Same promises as
// submissions.h.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/site.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// Kept beside a comment that came in by the Akismet door.
struct AkismetCheck {
    /// SHA-256 of article, author, e-mail and content: clients send no id with their feedback.
    SecretHash content{};
    std::string blog{};      ///< the client's home page, as sent
    std::string callback{};  ///< where it wants to hear of later decisions; empty: nowhere
    std::string post_id{};   ///< its own id of the article (comment_post_ID), sent back to it
    /// What the client was told; nullopt when it never asked (feedback on an unknown comment).
    std::optional<bool> answered_spam{};
    /// What the client said later, its last word.
    std::optional<bool> feedback_spam{};
};

struct KnownCheck {
    AkismetCheck check{};
    CommentRecord record{};
    /// The newest decision that stands, when a moderator made it.
    std::optional<DecisionRecord> decided{};
};

/// Checks of one client within some time.
struct AkismetUsage {
    std::string blog{};
    std::int64_t spam = 0;  ///< answered so
    std::int64_t ham = 0;
    std::int64_t missed_spam = 0;      ///< answered ham, and the client said spam
    std::int64_t false_positives = 0;  ///< answered spam, and the client said ham
};

class AkismetStore {
  public:
    virtual ~AkismetStore() = default;

    /// The newest comment of the site with this content; nullopt when there is none.
    virtual boost::asio::awaitable<std::optional<KnownCheck>> find_check(
        SiteId site, SecretHash content
    ) = 0;

    /// The same by our id of the comment (the guid that the client got).
    virtual boost::asio::awaitable<std::optional<KnownCheck>> find_check(
        SiteId site, CommentId comment
    ) = 0;

    /// Keeps what the client said of a comment of its own. Not an error when there is none.
    virtual boost::asio::awaitable<void> note_feedback(CommentId comment, bool spam) = 0;

    /// Checks of the site with `from` <= time < `to`, by client, in the order of their names.
    virtual boost::asio::awaitable<std::vector<AkismetUsage>> akismet_usage(
        SiteId site, Timestamp from, Timestamp to
    ) = 0;
};

}  // namespace chaffinch::store
