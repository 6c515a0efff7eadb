// Secrets at rest: encrypted under a key that is not in the database, so that a stolen database or
// backup of it signs nothing. Signing needs the secret itself, so a hash would not do.

#pragma once

#include "server/records/webhook.h"
#include "server/webhook/signature.h"

#include <array>
#include <cstdint>
#include <optional>

namespace chaffinch::webhook {

class SecretBox {
  public:
    using Key = std::array<std::uint8_t, 32>;

    explicit SecretBox(const Key& key) : key_(key) {}

    /// XChaCha20-Poly1305 with a random nonce, bound to the endpoint: moved to another row it does
    /// not open.
    [[nodiscard]] SealedSecret seal(const Secret& secret, const EndpointId& endpoint) const;

    /// nullopt when it was sealed under another key or for another endpoint, or damaged.
    [[nodiscard]] std::optional<Secret> open(const SealedSecret& sealed, const EndpointId& endpoint)
        const;

  private:
    Key key_;
};

}  // namespace chaffinch::webhook
