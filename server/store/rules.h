// What the rulebook needs of the store: the editions of sites' own rules, and what people decided,
// to try new rules on. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/rule_version.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace chaffinch::store {

/// A comment as it is now, and what a person said of it last.
struct DecidedComment {
    CommentRecord record{};
    DecisionRecord decision{};
};

struct DecidedPage {
    std::vector<DecidedComment> comments{};  ///< newest decision first
    std::int64_t next = 0;                   ///< where the next page begins; 0: there is none
};

class RuleStore {
  public:
    virtual ~RuleStore() = default;

    /// The newest edition of every site that has one.
    virtual boost::asio::awaitable<std::vector<RuleVersion>> rules_in_force() = 0;

    /// One edition; nullopt for `version`: the newest. Errors: not_found, also of a site that has
    /// none.
    virtual boost::asio::awaitable<Result<RuleVersion>> find_rule_version(
        SiteId site, std::optional<std::int64_t> version
    ) = 0;

    /// Newest first, those below `before` (0: from the newest), without their texts.
    virtual boost::asio::awaitable<std::vector<RuleVersion>> rule_versions(
        SiteId site, std::int64_t before, std::size_t limit
    ) = 0;

    /// Adds an edition; its number must be one more than the newest. Errors: not_found (site);
    /// conflict (somebody else published meanwhile).
    virtual boost::asio::awaitable<Result<void>> add_rule_version(RuleVersion version) = 0;

    /// Comments of a site that a person approved or rejected, by their newest such decision that
    /// stands. `before`: `next` of the page before, 0 for the first. A comment may come again on a
    /// later page, with an older decision on it.
    virtual boost::asio::awaitable<DecidedPage> decided_comments(
        SiteId site, std::int64_t before, std::size_t limit
    ) = 0;
};

}  // namespace chaffinch::store
