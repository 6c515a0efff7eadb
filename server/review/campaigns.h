// Campaigns of near-duplicate comments: see them, see what a decision would take, decide them as
// one.

#pragma once

#include "engine/types/result.h"
#include "server/review/review.h"
#include "server/runtime/clock.h"
#include "server/store/campaigns.h"
#include "server/store/reviews.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>

namespace chaffinch::review {

struct CampaignJudgement {
    CampaignId id{};
    Judgement judgement = Judgement::reject;  ///< approve or reject
    Reason reason = Reason::none;
    std::string note{};
    store::Take take = store::Take::open;
    bool dry_run = false;
};

/// What a decision on a campaign took, or would take.
struct CampaignDecided {
    std::int64_t open = 0;
    std::int64_t published = 0;
    Decided decided{};  ///< no id and no attempts in a dry run
};

class Campaigns {
  public:
    /// Decisions on the members are those of `review`, so that they are logged, teach and are
    /// undone like all others.
    Campaigns(store::CampaignStore& campaigns, Review& review, const runtime::Clock& clock);

    /// Errors: invalid (the cursor).
    boost::asio::awaitable<Result<store::CampaignPage>> list(
        Reviewer reviewer, store::CampaignQuery query
    );

    /// Errors: not_found, invalid (the cursor).
    boost::asio::awaitable<Result<store::CampaignMembers>> members(
        Reviewer reviewer, CampaignId id, std::size_t limit, std::string cursor
    );

    /// Decides all members that `take` names under one decision id, in chunks of 500, so that other
    /// writers get their turn between, at most 10,000; members that join meanwhile are taken too. A
    /// member that changed meanwhile fails alone. Errors: not_found.
    boost::asio::awaitable<Result<CampaignDecided>> decide(
        Reviewer reviewer, CampaignJudgement judgement
    );

  private:
    store::CampaignStore& campaigns_;
    Review& review_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::review
