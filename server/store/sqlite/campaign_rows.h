// Rows of campaigns and their members. Called within a transaction; throws SqliteError.

#pragma once

#include "server/store/campaigns.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/connection.h"
#include "server/store/submissions.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::store::sqlite {

/// Makes the comment a member, and the campaign with its founders when it is new. A comment belongs
/// to one campaign at most; founders of another, or that were never stored, are passed over.
void join_campaign(Connection& db, const CommentRow& row, const JoinedCampaign& joined);

Result<CampaignPage> campaign_page(Connection& db, const CampaignQuery& query);

Result<CampaignMembers> members_page(
    Connection& db,
    const CampaignId& id,
    const std::vector<SiteId>& sites,
    std::size_t limit,
    std::string_view cursor
);

std::optional<Campaign> campaign_of_comment(
    Connection& db, const CommentId& comment, const std::vector<SiteId>& sites
);

std::vector<MemberStanding> members_after(
    Connection& db, const CampaignId& id, Take take, std::int64_t position, std::size_t limit
);

Result<void> decide_campaign(
    Connection& db,
    const CampaignId& id,
    const std::vector<SiteId>& sites,
    const CampaignDecision& decision
);

/// The campaign's note of the decision goes with it.
void forget_campaign_decision(Connection& db, const DecisionId& decision);

bool is_rejected_campaign(Connection& db, const SiteId& site, const CampaignId& id);

}  // namespace chaffinch::store::sqlite
