// What review needs of the store for campaigns. Same promises as submissions.h; comments join
// campaigns when they are stored (NewSubmission::campaign).

#pragma once

#include "engine/types/result.h"
#include "server/records/campaign.h"
#include "server/records/comment_record.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

enum class CampaignState : std::uint8_t { all, waiting, decided };

struct CampaignQuery {
    std::vector<SiteId> sites{};  ///< of the caller; empty: all sites
    CampaignState state = CampaignState::all;
    std::size_t limit = 50;
    std::string cursor{};  ///< opaque; empty: the first page
};

struct CampaignPage {
    std::vector<Campaign> items{};
    std::string next_cursor{};  ///< empty: this is the last page
};

struct CampaignMember {
    CommentId comment{};
    std::int64_t version = 0;
    Status status = Status::held;
    bool escalated = false;
    std::string text{};
    std::string author_name{};
    ArticleId article{};
    std::string article_title{};
    std::string article_url{};
    JoinedBy joined_by = JoinedBy::text;
    Timestamp created_at{};
};

struct CampaignMembers {
    Campaign campaign{};
    std::vector<CampaignMember> items{};
    std::string next_cursor{};
};

/// Which members a decision on the whole takes.
enum class Take : std::uint8_t { open, published, both };

/// A member as a decision on it needs it.
struct MemberStanding {
    std::int64_t position = 0;  ///< ascending; the next chunk begins after it
    CommentId comment{};
    std::int64_t version = 0;
};

class CampaignStore {
  public:
    virtual ~CampaignStore() = default;

    /// The one seen last first. Errors: invalid (a cursor that is not ours).
    virtual boost::asio::awaitable<Result<CampaignPage>> list_campaigns(CampaignQuery query) = 0;

    /// Newest members first. Errors: not_found (also outside `sites`; empty: all), invalid
    /// (cursor).
    virtual boost::asio::awaitable<Result<CampaignMembers>> campaign_members(
        CampaignId id, std::vector<SiteId> sites, std::size_t limit, std::string cursor
    ) = 0;

    /// The campaign that a comment belongs to. nullopt: none, or outside `sites`.
    virtual boost::asio::awaitable<std::optional<Campaign>> campaign_of(
        CommentId comment, std::vector<SiteId> sites
    ) = 0;

    /// Members after `position` that a decision with `take` would decide, oldest first.
    virtual boost::asio::awaitable<std::vector<MemberStanding>> members_to_decide(
        CampaignId id, Take take, std::int64_t position, std::size_t limit
    ) = 0;

    /// Notes what was decided on the campaign as a whole: from now on new members are held after a
    /// rejection. Undoing the decision takes the note back. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> note_campaign_decision(
        CampaignId id, std::vector<SiteId> sites, CampaignDecision decision
    ) = 0;
};

}  // namespace chaffinch::store
