// Webhooks as JSON.

#include "server/api/webhook_replies.h"

#include "server/api/json_values.h"
#include "server/records/account_words.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

json::object endpoint_reply(const WebhookEndpoint& endpoint) {
    json::object reply{
        {"id", endpoint.id.value},
        {"site", endpoint.site.value},
        {"url", endpoint.url},
        {"format", endpoint.format},
        {"state", endpoint.disabled ? "disabled" : "active"},
        {"failures", endpoint.failures},
        {"created_at", to_rfc3339(endpoint.created_at)},
    };
    if (endpoint.disabled) reply["disabled_why"] = endpoint.disabled_why;
    return reply;
}

json::object delivery_reply(
    const WebhookDelivery& delivery, const std::vector<WebhookAttempt>& attempts
) {
    json::array tried;
    for (const WebhookAttempt& attempt : attempts) {
        tried.push_back(json::object{
            {"at", to_rfc3339(attempt.at)},
            {"took_ms", attempt.took.count()},
            {"status", attempt.status},
            {"outcome", attempt.outcome},
        });
    }
    json::object reply{
        {"id", delivery.id.value},
        {"comment", delivery.comment.value},
        {"type", delivery.kind},
        {"state", view(name(delivery.state))},
        {"created_at", to_rfc3339(delivery.created_at)},
        {"attempts", std::move(tried)},
    };
    if (delivery.due_at) reply["due_at"] = to_rfc3339(*delivery.due_at);
    return reply;
}

}  // namespace chaffinch::api
