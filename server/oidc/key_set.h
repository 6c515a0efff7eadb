// KeySet: the keys that a provider signs with (RFC 7517), and the check of a signature (RFC 7515).
//
// Two algorithms, RS256 and ES256, are all that providers use for id tokens in practice. The
// algorithm comes from the key, never from the token: a token may only say the same. Secret keys
// (`oct`) are left out while reading, so neither "none" nor HS256 has anything to be checked with.

#pragma once

#include "engine/types/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::oidc {

/// RSA below 2048 bits is forgeable (NIST SP 800-131A), and above 8192 takes long to check.
inline constexpr std::size_t shortest_modulus = 2'048 / 8;
inline constexpr std::size_t longest_modulus = 8'192 / 8;
inline constexpr std::size_t most_keys = 100;
inline constexpr std::size_t longest_token = std::size_t{16} * 1'024;

class KeySet {
  public:
    KeySet() = default;

    /// Keys for other purposes, of other kinds, and broken ones are left out. Total on any bytes.
    /// Errors: malformed; invalid when no key is left.
    static Result<KeySet> read(std::string_view document);

    /// The payload of a compact token that one of the keys has signed. Any thread. Total on any
    /// bytes. Errors: not_found when no key fits (they may have been changed since),
    /// unauthenticated for everything else.
    [[nodiscard]] Result<std::string> payload_of(std::string_view token) const;

    [[nodiscard]] std::size_t size() const { return keys_.size(); }

  private:
    struct Key {
        std::string id{};         ///< may be empty
        std::string algorithm{};  ///< "RS256" or "ES256"
        std::string jwk{};        ///< its public members alone
    };

    std::vector<Key> keys_{};
};

/// Base64url without padding. nullopt for any other text.
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64url(std::string_view bytes);

}  // namespace chaffinch::oidc
