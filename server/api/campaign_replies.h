// The JSON of campaigns and their members. Shapes: openapi.yaml.

#pragma once

#include "server/records/campaign.h"
#include "server/store/campaigns.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::api {

boost::json::object campaign_reply(const Campaign& campaign);
boost::json::object campaign_member_reply(const store::CampaignMember& member);

}  // namespace chaffinch::api
