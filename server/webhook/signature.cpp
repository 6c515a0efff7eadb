// HMAC and base64 by libsodium.

#include "server/webhook/signature.h"

#include <sodium.h>

namespace chaffinch::webhook {

namespace {

constexpr std::string_view prefix = "whsec_";

std::string base64(std::span<const std::uint8_t> bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(
        text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL
    );
    text.pop_back();  // the terminating zero
    return text;
}

void update(crypto_auth_hmacsha256_state& state, std::string_view text) {
    crypto_auth_hmacsha256_update(
        &state, reinterpret_cast<const unsigned char*>(text.data()), text.size()
    );
}

}  // namespace

Secret make_secret() {
    Secret secret{};
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::string to_text(const Secret& secret) {
    return std::string(prefix) + base64(secret);
}

std::optional<Secret> secret_from_text(std::string_view text) {
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    Secret secret{};
    std::size_t size = 0;
    const int failed = sodium_base642bin(
        secret.data(),
        secret.size(),
        text.data(),
        text.size(),
        nullptr,
        &size,
        nullptr,
        sodium_base64_VARIANT_ORIGINAL
    );
    if (failed != 0 || size != secret.size()) return std::nullopt;
    return secret;
}

std::string sign(
    std::span<const Secret> secrets,
    std::string_view id,
    std::int64_t unix_seconds,
    std::string_view body
) {
    std::string signatures;
    for (const Secret& secret : secrets) {
        crypto_auth_hmacsha256_state state;
        crypto_auth_hmacsha256_init(&state, secret.data(), secret.size());
        update(state, id);
        update(state, "." + std::to_string(unix_seconds) + ".");
        update(state, body);
        std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> mac{};
        crypto_auth_hmacsha256_final(&state, mac.data());
        if (!signatures.empty()) signatures += ' ';
        signatures += "v1," + base64(mac);
    }
    return signatures;
}

}  // namespace chaffinch::webhook
