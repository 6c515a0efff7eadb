// Site keys, session ids and tokens by libsodium.

#include "server/auth/secrets.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace chaffinch::auth {

namespace {

constexpr std::string_view site_prefix = "ck_";
constexpr std::string_view token_prefix = "mt_";
constexpr std::size_t key_id_length = 8;
constexpr std::size_t secret_length = 43;  // 32 bytes in base64url without padding

/// libsodium may be asked to initialise itself any number of times, by any thread.
void ensure_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot initialise");
}

std::string base64url(const unsigned char* bytes, std::size_t size) {
    std::string out(
        sodium_base64_encoded_len(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0'
    );
    sodium_bin2base64(
        out.data(), out.size(), bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    out.pop_back();  // the terminating zero that sodium counts
    return out;
}

/// 32 characters that are told apart by eye.
constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr std::string_view akismet_alphabet = "0123456789abcdef";
constexpr std::size_t akismet_key_length = 12;

std::string random_lower(std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += alphabet[randombytes_uniform(alphabet.size())];
    return out;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

IssuedKey issue(std::string_view prefix) {
    ensure_sodium();
    IssuedKey key;
    key.key_id = random_lower(key_id_length);
    const std::string secret = random_secret();
    key.secret_hash = sha256(secret);
    key.text = std::string(prefix) + key.key_id + "_" + secret;
    return key;
}

std::optional<PresentedKey> parse(std::string_view prefix, std::string_view text) {
    if (text.size() != prefix.size() + key_id_length + 1 + secret_length) return std::nullopt;
    if (!text.starts_with(prefix) || text[prefix.size() + key_id_length] != '_')
        return std::nullopt;
    return PresentedKey{
        .key_id = std::string(text.substr(prefix.size(), key_id_length)),
        .secret_hash = sha256(text.substr(prefix.size() + key_id_length + 1)),
    };
}

}  // namespace

SecretHash sha256(std::string_view text) {
    SecretHash hash{};
    crypto_hash_sha256(hash.data(), bytes_of(text), text.size());
    return hash;
}

SecretHash hmac_sha256(std::string_view key, std::string_view text) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
    SecretHash mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
}

std::string random_secret() {
    ensure_sodium();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes.data(), bytes.size());
}

IssuedKey issue_site_key() {
    return issue(site_prefix);
}

std::optional<PresentedKey> parse_site_key(std::string_view text) {
    return parse(site_prefix, text);
}

IssuedKey issue_personal_token() {
    return issue(token_prefix);
}

std::optional<PresentedKey> parse_personal_token(std::string_view text) {
    return parse(token_prefix, text);
}

std::string akismet_key_text(std::string_view secret, const SiteId& site, int generation) {
    const auto mac =
        hmac_sha256(secret, "akismet key\n" + site.value + "\n" + std::to_string(generation));
    std::string text;
    for (std::size_t i = 0; i < akismet_key_length; ++i)
        text += akismet_alphabet[mac[i] % akismet_alphabet.size()];
    return text;
}

bool is_akismet_key(std::string_view text) {
    return text.size() == akismet_key_length &&
           text.find_first_not_of(akismet_alphabet) == std::string_view::npos;
}

std::string keyed_token(std::string_view key, std::string_view text) {
    const auto mac = hmac_sha256(key, text);
    return base64url(mac.data(), mac.size());
}

bool equal_hashes(const SecretHash& a, const SecretHash& b) {
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool equal_texts(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace chaffinch::auth
