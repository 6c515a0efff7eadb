// How a delivery is put into words. A format is named by the endpoint; besides Standard Webhooks
// another door (Akismet's callback) brings its own.

#pragma once

#include "engine/types/timestamp.h"
#include "server/store/webhooks.h"
#include "server/webhook/secrets.h"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::webhook {

/// The limit of the standard for a thin payload.
constexpr std::size_t longest_message = 20'000;

struct Message {
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
};

class MessageFormat {
  public:
    virtual ~MessageFormat() = default;

    /// nullopt: this endpoint has no use for the event; the delivery then counts as made. May ask
    /// the store. Throws when the message cannot be written, which counts as a failed attempt.
    virtual boost::asio::awaitable<std::optional<Message>> write(
        const store::DueDelivery& due, Timestamp now
    ) = 0;
};

/// By the name in WebhookEndpoint::format.
using MessageFormats = std::map<std::string, std::unique_ptr<MessageFormat>, std::less<>>;

/// Standard Webhooks 1.0: the event as the outbox holds it, with the three headers. The secrets
/// sign that are in force at `now`.
class StandardFormat final : public MessageFormat {
  public:
    explicit StandardFormat(const SecretBox& secrets) : secrets_(secrets) {}

    boost::asio::awaitable<std::optional<Message>> write(
        const store::DueDelivery& due, Timestamp now
    ) override;

  private:
    SecretBox secrets_;
};

/// The formats of this room: "standard".
MessageFormats standard_formats(const SecretBox& secrets);

}  // namespace chaffinch::webhook
