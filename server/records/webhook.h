// Webhooks as the server remembers them: where a site wants to be told, what it is to be told, and
// how telling it went.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch {

using EndpointId = Id<struct EndpointTag>;  ///< ours: whe_...
using DeliveryId = Id<struct DeliveryTag>;  ///< ours: msg_...; the receiver sees it as webhook-id

/// A signing secret of 32 bytes, encrypted: nonce of 24, ciphertext, tag of 16.
constexpr std::size_t sealed_secret_bytes = 24 + 32 + 16;
using SealedSecret = std::array<std::uint8_t, sealed_secret_bytes>;

struct WebhookEndpoint {
    EndpointId id{};
    SiteId site{};
    std::string url{};
    /// Who writes the message's body and headers (server/webhook/message.h).
    std::string format = "standard";
    /// A disabled endpoint gets no new deliveries, and those that wait go on waiting.
    bool disabled = false;
    std::string disabled_why{};
    SealedSecret secret{};
    /// Both sign until then, so that a receiver can change over when it likes.
    std::optional<SealedSecret> previous_secret{};
    std::optional<Timestamp> previous_until{};
    Timestamp created_at{};
    Timestamp paused_until{};  ///< nothing is sent before, because it asked so or did not answer
    int failures = 0;          ///< attempts that failed since the last that succeeded
};

/// Stored by name, never by number.
enum class DeliveryState : std::uint8_t {
    waiting,    ///< behind an earlier one of the same comment
    due,        ///< to be sent at due_at
    delivered,  ///< the receiver answered 2xx
    dead,       ///< given up; a person may replay it
};

struct WebhookDelivery {
    DeliveryId id{};
    EndpointId endpoint{};
    CommentId comment{};
    std::string kind{};     ///< "comment.approved"
    std::string payload{};  ///< JSON as the outbox holds it: ids and states
    DeliveryState state = DeliveryState::due;
    int attempts = 0;  ///< since it was made, or replayed
    std::optional<Timestamp> due_at{};
    Timestamp created_at{};
    std::optional<Timestamp> finished_at{};
};

/// One line of the delivery log.
struct WebhookAttempt {
    int number = 0;  ///< from 1, over all replays
    Timestamp at{};
    std::chrono::milliseconds took{};
    int status = 0;  ///< of HTTP; 0: there was no answer
    /// A word of a closed set: "delivered", "refused", "redirect", "unreachable", "gone".
    std::string outcome{};
};

}  // namespace chaffinch
