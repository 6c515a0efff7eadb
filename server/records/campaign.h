// Campaigns: near-duplicate comments of one site, grouped so that a person can decide them as one.
// A grouping aid, never a verdict by itself.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/reason.h"
#include "engine/types/timestamp.h"
#include "server/records/decision.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch {

using CampaignId = Id<struct CampaignTag>;  ///< ours: cam_...

/// What a comment shares with the campaign it belongs to. Stored by name.
enum class JoinedBy : std::uint8_t {
    text,    ///< its text is a near copy
    host,    ///< it leads to the same rare host
    author,  ///< the same author or network, and much of the text
};

std::string_view name(JoinedBy by);

/// The newest decision on a campaign as a whole that was not taken back.
struct CampaignDecision {
    DecisionId id{};
    Judgement judgement = Judgement::reject;  ///< approve or reject
    Reason reason = Reason::none;
    std::string moderator_login{};
    Timestamp at{};
};

struct Campaign {
    CampaignId id{};
    SiteId site{};
    Timestamp first_seen_at{};
    Timestamp last_seen_at{};
    std::int64_t members = 0;
    std::int64_t open = 0;       ///< members that wait for a person
    std::int64_t published = 0;  ///< members that are published
    std::int64_t articles = 0;   ///< articles they came under
    std::int64_t authors = 0;    ///< different authors, as far as they can be told apart
    CommentId sample{};          ///< the first member
    std::string sample_text{};
    std::string sample_author{};
    std::optional<CampaignDecision> decision{};
};

}  // namespace chaffinch
