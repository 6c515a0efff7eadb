// Sealing and opening by libsodium's AEAD.

#include "server/webhook/secrets.h"

#include <sodium.h>

namespace chaffinch::webhook {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(
    nonce_bytes + std::tuple_size_v<Secret> + crypto_aead_xchacha20poly1305_ietf_ABYTES ==
    sealed_secret_bytes
);

const unsigned char* bytes_of(const EndpointId& endpoint) {
    return reinterpret_cast<const unsigned char*>(endpoint.value.data());
}

}  // namespace

SealedSecret SecretBox::seal(const Secret& secret, const EndpointId& endpoint) const {
    SealedSecret sealed{};
    randombytes_buf(sealed.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.data() + nonce_bytes,
        nullptr,
        secret.data(),
        secret.size(),
        bytes_of(endpoint),
        endpoint.value.size(),
        nullptr,
        sealed.data(),
        key_.data()
    );
    return sealed;
}

std::optional<Secret> SecretBox::open(const SealedSecret& sealed, const EndpointId& endpoint)
    const {
    Secret secret{};
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        secret.data(),
        nullptr,
        nullptr,
        sealed.data() + nonce_bytes,
        sealed.size() - nonce_bytes,
        bytes_of(endpoint),
        endpoint.value.size(),
        sealed.data(),
        key_.data()
    );
    if (failed != 0) return std::nullopt;
    return secret;
}

}  // namespace chaffinch::webhook
