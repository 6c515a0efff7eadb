// Signing after Standard Webhooks 1.0: HMAC-SHA256 over "id.timestamp.body", base64, marked "v1".
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

#pragma once

#include "engine/types/timestamp.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chaffinch::webhook {

/// 32 random bytes; the standard asks for 24 to 64.
using Secret = std::array<std::uint8_t, 32>;

Secret make_secret();

/// "whsec_" and base64: the form that receivers' libraries take.
std::string to_text(const Secret& secret);
std::optional<Secret> secret_from_text(std::string_view text);

/// "v1,<base64>" for each secret, joined by spaces: the value of webhook-signature. A receiver is
/// content when any of them fits.
std::string sign(
    std::span<const Secret> secrets,
    std::string_view id,
    std::int64_t unix_seconds,
    std::string_view body
);

}  // namespace chaffinch::webhook
