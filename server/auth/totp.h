// Time-based one-time codes, RFC 6238 with the parameters that every authenticator app assumes:
// HMAC-SHA-1, six digits, a new code every 30 seconds.
//
// Secrets rest under XChaCha20-Poly1305, bound to their moderator: moved to another row one does
// not open.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "server/records/credentials.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::auth {

/// 160 bits, as RFC 4226 (section 4, R6) recommends.
using TotpSecret = std::array<std::uint8_t, 20>;

TotpSecret new_totp_secret();

/// The number of the 30 seconds that `now` is in.
std::int64_t totp_step(Timestamp now);

/// Six digits.
std::string totp_code(const TotpSecret& secret, std::int64_t step);

/// The step among the one before now, now and the one after it whose code this is, if it is later
/// than `after`; nullopt otherwise. RFC 6238, 5.2: one step of delay, and no code twice.
std::optional<std::int64_t> matching_step(
    const TotpSecret& secret, std::string_view code, Timestamp now, std::int64_t after
);

/// RFC 4648 without padding: what a person types when there is no camera.
std::string base32(const TotpSecret& secret);

/// otpauth://totp/..., what the QR code for an authenticator app holds.
std::string otpauth_uri(const TotpSecret& secret, std::string_view issuer, std::string_view login);

/// `key`: any secret of the installation.
SealedTotpSecret seal(const TotpSecret& secret, std::string_view key, const ModeratorId& moderator);

/// nullopt when it was sealed under another key or for another moderator, or is damaged.
std::optional<TotpSecret> open(
    const SealedTotpSecret& sealed, std::string_view key, const ModeratorId& moderator
);

/// Ten codes of 50 random bits, "abcde-fghjk", for when the device is lost.
std::vector<std::string> new_recovery_codes();

/// What is stored of one. Keyed, since 50 bits alone could be searched for in a stolen database.
/// Spaces, dashes and capitals do not matter.
SecretHash recovery_code_hash(std::string_view key, std::string_view code);

}  // namespace chaffinch::auth
