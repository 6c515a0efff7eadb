// The JSON of webhooks and their deliveries. Shapes: openapi.yaml.

#pragma once

#include "server/records/webhook.h"

#include <boost/json/fwd.hpp>

#include <vector>

namespace chaffinch::api {

/// Without its secrets.
boost::json::object endpoint_reply(const WebhookEndpoint& endpoint);
boost::json::object delivery_reply(
    const WebhookDelivery& delivery, const std::vector<WebhookAttempt>& attempts
);

}  // namespace chaffinch::api
