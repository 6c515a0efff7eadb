// The message of Standard Webhooks.

#include "server/webhook/message.h"

#include "server/webhook/signature.h"

#include <stdexcept>

namespace chaffinch::webhook {

namespace {

std::vector<Secret> secrets_in_force(
    const SecretBox& box, const WebhookEndpoint& endpoint, Timestamp now
) {
    std::vector<Secret> secrets;
    const auto present = box.open(endpoint.secret, endpoint.id);
    if (!present) {
        throw std::runtime_error(
            "the secret of webhook " + endpoint.id.value +
            " does not open with this installation's key; rotate it"
        );
    }
    secrets.push_back(*present);
    if (endpoint.previous_secret && endpoint.previous_until && now < *endpoint.previous_until) {
        const auto previous = box.open(*endpoint.previous_secret, endpoint.id);
        if (previous) secrets.push_back(*previous);
    }
    return secrets;
}

}  // namespace

boost::asio::awaitable<std::optional<Message>> StandardFormat::write(
    const store::DueDelivery& due, Timestamp now
) {
    const std::vector<Secret> secrets = secrets_in_force(secrets_, due.endpoint, now);
    const std::string& id = due.delivery.id.value;
    const std::string& body = due.delivery.payload;
    if (body.size() > longest_message)
        throw std::runtime_error("the message " + id + " is too long");
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    Message message;
    message.headers = {
        {"Content-Type", "application/json"},
        {"webhook-id", id},
        {"webhook-timestamp", std::to_string(seconds)},
        {"webhook-signature", sign(secrets, id, seconds, body)},
    };
    message.body = body;
    co_return message;
}

MessageFormats standard_formats(const SecretBox& secrets) {
    MessageFormats formats;
    formats.emplace("standard", std::make_unique<StandardFormat>(secrets));
    return formats;
}

}  // namespace chaffinch::webhook
