// Keys of authors, by the strength of what is known.

#include "server/records/author_key.h"

#include <sodium.h>

#include <array>
#include <cstddef>

namespace chaffinch {

namespace {

constexpr std::string_view verified_prefix = "id:";
constexpr std::string_view claimed_prefix = "uid:";
constexpr std::string_view email_prefix = "mail:";
constexpr std::string_view name_prefix = "name:";

constexpr std::size_t bytes_kept = 16;

std::string folded(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\f\v";
    const std::size_t begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(space) - begin + 1);
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Empty for a text of white space.
std::string hashed(std::string_view prefix, std::string_view text) {
    const std::string same = folded(text);
    if (same.empty()) return {};
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(
        hash.data(), reinterpret_cast<const unsigned char*>(same.data()), same.size()
    );
    constexpr std::string_view digits = "0123456789abcdef";
    std::string key(prefix);
    for (std::size_t i = 0; i < bytes_kept; ++i) {
        key += digits[hash[i] >> 4U];
        key += digits[hash[i] & 0x0FU];
    }
    return key;
}

}  // namespace

std::string_view name(IdentityStrength strength) {
    switch (strength) {
        case IdentityStrength::none:
            return "none";
        case IdentityStrength::name:
            return "name";
        case IdentityStrength::email:
            return "email";
        case IdentityStrength::claimed:
            return "claimed";
        case IdentityStrength::verified:
            return "verified";
    }
    return "";
}

std::string author_key(const Author& author) {
    if (author.id && !author.id->empty()) {
        return std::string(author.verified ? verified_prefix : claimed_prefix) + author.id->value;
    }
    if (auto key = author_key_of_email(author.email); !key.empty()) return key;
    return hashed(name_prefix, author.name);
}

IdentityStrength strength_of(std::string_view author_key) {
    if (author_key.starts_with(verified_prefix)) return IdentityStrength::verified;
    if (author_key.starts_with(claimed_prefix)) return IdentityStrength::claimed;
    if (author_key.starts_with(email_prefix)) return IdentityStrength::email;
    if (author_key.starts_with(name_prefix)) return IdentityStrength::name;
    return IdentityStrength::none;
}

std::string author_key_of_email(std::string_view email) {
    return hashed(email_prefix, email);
}

}  // namespace chaffinch
