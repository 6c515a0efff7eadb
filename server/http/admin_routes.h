// What an operator's tools ask: alive, ready, metrics. For a listener of its own, on loopback
// unless the operator decides otherwise: metrics are nobody else's business.

#pragma once

#include "server/http/router.h"
#include "server/telemetry/metrics.h"

#include <functional>
#include <vector>

namespace chaffinch::http {

/// GET /healthz: 200 while the event loop turns. GET /readyz: 200 when `ready()`, else 503.
/// GET /metrics: Prometheus text. `metrics` must outlive the router; `ready` is called on I/O
/// threads.
std::vector<Route> admin_routes(telemetry::Metrics& metrics, std::function<bool()> ready);

}  // namespace chaffinch::http
