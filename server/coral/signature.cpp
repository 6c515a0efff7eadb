// Reading and comparing signatures.

#include "server/coral/signature.h"

#include "server/auth/secrets.h"

#include <algorithm>
#include <optional>

namespace chaffinch::coral {

namespace {

constexpr std::size_t most_signatures = 8;
constexpr std::string_view scheme = "sha256=";

std::optional<std::uint8_t> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    return std::nullopt;
}

std::optional<SecretHash> read_signature(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (!text.starts_with(scheme)) return std::nullopt;
    text.remove_prefix(scheme.size());
    SecretHash hash{};
    if (text.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const auto high = hex_value(text[2 * i]);
        const auto low = hex_value(text[2 * i + 1]);
        if (!high || !low) return std::nullopt;
        hash[i] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return hash;
}

}  // namespace

bool is_signed(
    std::string_view header, std::string_view body, const std::vector<std::string>& secrets
) {
    std::vector<SecretHash> right;
    for (const std::string& secret : secrets) right.push_back(auth::hmac_sha256(secret, body));
    for (std::size_t i = 0; i < most_signatures && !header.empty(); ++i) {
        const auto given = read_signature(header.substr(0, header.find(',')));
        header.remove_prefix(std::min(header.find(','), header.size() - 1) + 1);
        if (!given) continue;
        for (const SecretHash& expected : right) {
            if (auth::equal_hashes(*given, expected)) return true;
        }
    }
    return false;
}

}  // namespace chaffinch::coral
