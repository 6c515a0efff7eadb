// Endpoints, deliveries and the delivery log in the database. Called within a transaction; throw
// SqliteError. An Error means: nothing changed.

#pragma once

#include "server/store/sqlite/connection.h"
#include "server/store/webhooks.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace chaffinch::store::sqlite {

Result<void> insert_endpoint(Connection& db, const WebhookEndpoint& endpoint);
std::vector<WebhookEndpoint> endpoints_of(Connection& db, const SiteId& site);
Result<WebhookEndpoint> find_endpoint_row(Connection& db, const EndpointId& id);
Result<void> rotate_secret(
    Connection& db, const EndpointId& id, const SealedSecret& next, Timestamp previous_until
);
Result<void> enable(Connection& db, const EndpointId& id);
Result<void> remove(Connection& db, const EndpointId& id);

/// Makes a delivery of the event for each active endpoint of the site.
void fan_out(
    Connection& db, std::int64_t site, std::int64_t event, std::int64_t comment, Timestamp at
);

std::vector<DueDelivery> due(
    Connection& db, Timestamp now, std::size_t endpoints, std::size_t per_endpoint
);
void note_attempt(Connection& db, const AttemptOutcome& outcome);
std::vector<WebhookDelivery> delivery_log(
    Connection& db, const EndpointId& endpoint, std::optional<DeliveryState> only, std::size_t limit
);
std::vector<WebhookAttempt> attempt_log(Connection& db, const DeliveryId& delivery);
Result<void> replay(Connection& db, const DeliveryId& id, const EndpointId& of, Timestamp now);
std::size_t purge(Connection& db, Timestamp before, std::size_t most);

}  // namespace chaffinch::store::sqlite
