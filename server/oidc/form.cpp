// Escaping.

#include "server/oidc/form.h"

#include <sodium.h>

namespace chaffinch::oidc {

namespace {

std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (letter || digit || std::string_view("-._~").find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
        }
    }
    return out;
}

}  // namespace

std::string form(const std::vector<FormField>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out += escaped(name) + "=" + escaped(value);
    }
    return out;
}

std::string basic_authorization(std::string_view client_id, std::string_view secret) {
    const std::string pair = escaped(client_id) + ":" + escaped(secret);
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(pair.size(), variant), '\0');
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(pair.data()),
        pair.size(),
        variant
    );
    text.pop_back();  // the terminator
    return "Basic " + text;
}

}  // namespace chaffinch::oidc
