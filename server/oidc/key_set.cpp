// JSON by our reader, arithmetic by cjose.

#include "server/oidc/key_set.h"

#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <cjose/cjose.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace chaffinch::oidc {

namespace json = boost::json;

namespace {

/// A token without a key id is tried with so many keys at most.
constexpr std::size_t most_tried = 4;
constexpr std::size_t longest_exponent = 8;
constexpr std::size_t coordinate_bytes = 32;

struct Release {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }

    void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};

using Jwk = std::unique_ptr<cjose_jwk_t, Release>;
using Jws = std::unique_ptr<cjose_jws_t, Release>;

Error refused(std::string detail) {
    return {Errc::unauthenticated, std::move(detail)};
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    const json::string* text = member == nullptr ? nullptr : member->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

/// Size of a number in base64url; 0 when it is none.
std::size_t bytes_of(const std::string& number) {
    const auto bytes = from_base64url(number);
    return bytes ? bytes->size() : 0;
}

/// Why the two are not one: a text that is absent is fine, another text is not.
bool says_otherwise(const json::object& object, std::string_view name, std::string_view wanted) {
    return object.contains(name) && text_of(object, name) != wanted;
}

/// The public members of an RSA key that we take; empty for any other.
std::string rsa_members(const json::object& object) {
    const std::string modulus = text_of(object, "n");
    const std::string exponent = text_of(object, "e");
    const std::size_t size = bytes_of(modulus);
    const std::size_t exponent_size = bytes_of(exponent);
    if (size < shortest_modulus || size > longest_modulus) return {};
    if (exponent_size == 0 || exponent_size > longest_exponent) return {};
    return json::serialize(json::object{{"kty", "RSA"}, {"n", modulus}, {"e", exponent}});
}

std::string ec_members(const json::object& object) {
    const std::string x = text_of(object, "x");
    const std::string y = text_of(object, "y");
    if (text_of(object, "crv") != "P-256") return {};
    if (bytes_of(x) != coordinate_bytes || bytes_of(y) != coordinate_bytes) return {};
    return json::serialize(json::object{{"kty", "EC"}, {"crv", "P-256"}, {"x", x}, {"y", y}});
}

Jwk import_key(const std::string& jwk) {
    cjose_err failed{};
    return Jwk(cjose_jwk_import(jwk.data(), jwk.size(), &failed));
}

/// Three parts, each in its one right spelling: a signature has no second form.
bool is_token_text(std::string_view token) {
    if (std::ranges::count(token, '.') != 2) return false;
    while (true) {
        const std::size_t end = std::min(token.find('.'), token.size());
        if (!from_base64url(token.substr(0, end))) return false;
        if (end == token.size()) return true;
        token.remove_prefix(end + 1);
    }
}

struct Header {
    std::string algorithm{};
    std::string key_id{};
};

/// nullopt when it cannot be read, or demands what we do not know (`crit`, RFC 7515 4.1.11).
std::optional<Header> header_of(std::string_view token) {
    const auto text = from_base64url(token.substr(0, token.find('.')));
    if (!text) return std::nullopt;
    const auto value = wire::parse_json(*text);
    const json::object* object = value ? value->if_object() : nullptr;
    if (object == nullptr || object->contains("crit")) return std::nullopt;
    return Header{.algorithm = text_of(*object, "alg"), .key_id = text_of(*object, "kid")};
}

/// The library reads two numbers of 32 bytes and passes over what may follow them (RFC 7518, 3.4).
bool has_whole_signature(std::string_view token, std::string_view algorithm) {
    const auto signature = from_base64url(token.substr(token.rfind('.') + 1));
    return signature && (algorithm != "ES256" || signature->size() == 2 * coordinate_bytes);
}

/// The payload, when this key has signed the token with this algorithm.
std::optional<std::string> checked_payload(
    std::string_view token, const std::string& jwk, const std::string& algorithm
) {
    cjose_err failed{};
    const Jwk key = import_key(jwk);
    const Jws jws(cjose_jws_import(token.data(), token.size(), &failed));
    if (!key || !jws) return std::nullopt;
    // Two readers of one header must not read two algorithms.
    const char* read = cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, &failed);
    if (read == nullptr || algorithm != read) return std::nullopt;
    if (!cjose_jws_verify(jws.get(), key.get(), &failed)) return std::nullopt;
    std::uint8_t* bytes = nullptr;  // lies within the token
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &failed)) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes), size);
}

}  // namespace

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    const int failed = sodium_base642bin(
        reinterpret_cast<unsigned char*>(bytes.data()),
        bytes.size(),
        text.data(),
        text.size(),
        nullptr,
        &size,
        nullptr,
        sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    if (failed != 0) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::string to_base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        variant
    );
    text.pop_back();  // the terminator
    return text;
}

Result<KeySet> KeySet::read(std::string_view document) {
    const auto value = wire::parse_json(document);
    if (!value) return Error{Errc::malformed, "the key set is not whole JSON"};
    const json::object* object = value->if_object();
    const json::value* member = object == nullptr ? nullptr : object->if_contains("keys");
    const json::array* items = member == nullptr ? nullptr : member->if_array();
    if (items == nullptr) return Error{Errc::malformed, "the key set has no list of keys"};
    KeySet out;
    for (const json::value& item : *items) {
        const json::object* key = item.if_object();
        if (key == nullptr || out.keys_.size() == most_keys) continue;
        const bool rsa = text_of(*key, "kty") == "RSA";
        const bool ec = text_of(*key, "kty") == "EC";
        const char* algorithm = rsa ? "RS256" : "ES256";
        if (says_otherwise(*key, "use", "sig") || says_otherwise(*key, "alg", algorithm)) continue;
        std::string members;
        if (rsa) members = rsa_members(*key);
        if (ec) members = ec_members(*key);
        if (members.empty() || !import_key(members)) continue;
        out.keys_.push_back({text_of(*key, "kid"), algorithm, std::move(members)});
    }
    if (out.keys_.empty()) {
        return Error{Errc::invalid, "the key set has no RSA or P-256 key for signatures"};
    }
    return out;
}

Result<std::string> KeySet::payload_of(std::string_view token) const {
    if (token.size() > longest_token || !is_token_text(token)) {
        return refused("the id token is no signed token in compact form");
    }
    const auto header = header_of(token);
    if (!header) return refused("the header of the id token cannot be read");
    if (header->algorithm != "RS256" && header->algorithm != "ES256") {
        return refused("the id token is signed with neither RS256 nor ES256");
    }
    if (!has_whole_signature(token, header->algorithm)) {
        return refused("the signature of the id token is too long or too short");
    }
    std::size_t tried = 0;
    for (const Key& key : keys_) {
        const bool fits = key.algorithm == header->algorithm &&
                          (header->key_id.empty() || key.id == header->key_id);
        if (!fits || tried == most_tried) continue;
        ++tried;
        if (auto payload = checked_payload(token, key.jwk, key.algorithm)) {
            return *std::move(payload);
        }
    }
    if (tried == 0) return Error{Errc::not_found, "no known key fits the id token"};
    return refused("the signature of the id token is wrong");
}

}  // namespace chaffinch::oidc
