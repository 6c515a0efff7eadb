// The JSON of what the native door answers about the queue. Shapes: openapi.yaml.

#pragma once

#include "server/review/desk.h"
#include "server/store/changes.h"
#include "server/store/claims.h"
#include "server/store/reviews.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::api {

/// `viewer`: whose own claims are `mine`.
boost::json::object queue_page_reply(const store::QueuePage& page, const ModeratorId& viewer);
boost::json::object queue_counts_reply(const store::QueueCounts& counts);
boost::json::object claimed_reply(const store::Claimed& claimed, const ModeratorId& viewer);
boost::json::object held_reply(const review::Held& held);
boost::json::object change_reply(const store::Change& change, const ModeratorId& viewer);

}  // namespace chaffinch::api
