// RFC 4226 and 6238, by OpenSSL's HMAC and libsodium's AEAD.

#include "server/auth/totp.h"

#include "server/auth/secrets.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <span>
#include <stdexcept>

namespace chaffinch::auth {

namespace {

constexpr std::int64_t step_seconds = 30;
constexpr std::uint32_t six_digits = 1'000'000;
constexpr std::size_t recovery_codes = 10;
constexpr std::size_t recovery_letters = 10;
/// 32 characters that are told apart by eye.
constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(
    std::tuple_size_v<SealedTotpSecret> ==
    nonce_bytes + std::tuple_size_v<TotpSecret> + crypto_aead_xchacha20poly1305_ietf_ABYTES
);

void ensure_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot initialise");
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

SecretHash sealing_key(std::string_view key) {
    return hmac_sha256(key, "second factor");
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain) {
            out += c;
        } else {
            out += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
        }
    }
    return out;
}

}  // namespace

TotpSecret new_totp_secret() {
    ensure_sodium();
    TotpSecret secret{};
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::int64_t totp_step(Timestamp now) {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / step_seconds;
}

std::string totp_code(const TotpSecret& secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[7 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
    }
    std::array<unsigned char, 20> mac{};
    unsigned size = 0;
    const auto* made = HMAC(
        EVP_sha1(),
        secret.data(),
        static_cast<int>(secret.size()),
        counter.data(),
        counter.size(),
        mac.data(),
        &size
    );
    if (made == nullptr || size != mac.size()) throw std::runtime_error("OpenSSL gives no HMAC");
    // RFC 4226, 5.3: the low four bits of the last byte say where to read.
    const std::size_t at = mac[19] & 0x0FU;
    const std::uint32_t number = (mac[at] & 0x7FU) << 24U | std::uint32_t{mac[at + 1]} << 16U |
                                 std::uint32_t{mac[at + 2]} << 8U | mac[at + 3];
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%06u", number % six_digits);
    return text.data();
}

std::optional<std::int64_t> matching_step(
    const TotpSecret& secret, std::string_view code, Timestamp now, std::int64_t after
) {
    const std::int64_t middle = totp_step(now);
    std::optional<std::int64_t> found;
    // All three are compared, so that time does not tell which it was.
    for (std::int64_t step = middle - 1; step <= middle + 1; ++step) {
        if (equal_texts(totp_code(secret, step), code) && step > after) found = step;
    }
    return found;
}

std::string base32(const TotpSecret& secret) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t kept = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : secret) {
        kept = kept << 8U | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out += digits[kept >> bits & 0x1FU];
        }
    }
    return out;
}

std::string otpauth_uri(const TotpSecret& secret, std::string_view issuer, std::string_view login) {
    const std::string from = percent_encoded(issuer);
    return "otpauth://totp/" + from + ":" + percent_encoded(login) + "?secret=" + base32(secret) +
           "&issuer=" + from + "&algorithm=SHA1&digits=6&period=30";
}

SealedTotpSecret seal(
    const TotpSecret& secret, std::string_view key, const ModeratorId& moderator
) {
    ensure_sodium();
    const SecretHash sealing = sealing_key(key);
    SealedTotpSecret out{};
    randombytes_buf(out.data(), nonce_bytes);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        out.data() + nonce_bytes,
        &size,
        secret.data(),
        secret.size(),
        bytes_of(moderator.value),
        moderator.value.size(),
        nullptr,
        out.data(),
        sealing.data()
    );
    return out;
}

std::optional<TotpSecret> open(
    const SealedTotpSecret& sealed, std::string_view key, const ModeratorId& moderator
) {
    const SecretHash sealing = sealing_key(key);
    TotpSecret out{};
    unsigned long long size = 0;
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        out.data(),
        &size,
        nullptr,
        sealed.data() + nonce_bytes,
        sealed.size() - nonce_bytes,
        bytes_of(moderator.value),
        moderator.value.size(),
        sealed.data(),
        sealing.data()
    );
    if (failed != 0) return std::nullopt;
    return out;
}

std::vector<std::string> new_recovery_codes() {
    ensure_sodium();
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < recovery_codes; ++i) {
        std::string code;
        for (std::size_t j = 0; j < recovery_letters; ++j) {
            if (j == recovery_letters / 2) code += '-';
            code += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

SecretHash recovery_code_hash(std::string_view key, std::string_view code) {
    std::string plain;
    for (const char c : code) {
        if (c == '-' || c == ' ') continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return hmac_sha256(key, "recovery code\n" + plain);
}

}  // namespace chaffinch::auth
