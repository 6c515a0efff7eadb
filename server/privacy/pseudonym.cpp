// Keyed hashing of addresses.

#include "server/privacy/pseudonym.h"

#include <sodium.h>

#include <array>

namespace chaffinch::privacy {

namespace {

constexpr std::string_view prefix = "h:";
constexpr std::size_t kept_characters = 16;  // 96 bits: no two addresses meet by chance

using Mac = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

Mac hmac(std::string_view key, std::string_view text) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(
        &state, reinterpret_cast<const unsigned char*>(key.data()), key.size()
    );
    crypto_auth_hmacsha256_update(
        &state, reinterpret_cast<const unsigned char*>(text.data()), text.size()
    );
    Mac mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
}

}  // namespace

std::string pseudonym(
    std::string_view installation_secret, std::string_view address, Timestamp now
) {
    if (address.empty() || address.starts_with(prefix)) return std::string(address);
    const std::string month = "address " + to_rfc3339(now).substr(0, 7);
    const Mac key = hmac(installation_secret, month);
    const Mac mac = hmac({reinterpret_cast<const char*>(key.data()), key.size()}, address);
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<char, sodium_base64_ENCODED_LEN(crypto_auth_hmacsha256_BYTES, variant)> text{};
    sodium_bin2base64(text.data(), text.size(), mac.data(), mac.size(), variant);
    return std::string(prefix) + std::string(text.data(), kept_characters);
}

}  // namespace chaffinch::privacy
