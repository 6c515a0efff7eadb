// Rows of webhook_endpoints that deliveries need besides the acts of webhook_rows.h.

#pragma once

#include "server/store/sqlite/connection.h"
#include "server/store/webhooks.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace chaffinch::store::sqlite {

/// Active endpoints that are not paused and have something due, the one served longest ago first.
std::vector<std::pair<std::int64_t, WebhookEndpoint>> endpoints_with_work(
    Connection& db, Timestamp now, std::size_t most
);

/// What an attempt means for its endpoint: a pause, a count of failures, perhaps its end.
void note_endpoint(Connection& db, std::int64_t endpoint, const AttemptOutcome& outcome);

}  // namespace chaffinch::store::sqlite
