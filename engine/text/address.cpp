// One address taken apart.

#include "engine/text/address.h"

#include "engine/text/host.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>

namespace chaffinch::text {
namespace {

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text.substr(0, lower.size()), lower, {}, to_ascii_lower);
}

}  // namespace

std::size_t scheme_size(std::string_view text) {
    static constexpr std::array<std::string_view, 8> schemes{
        "http://",
        "https://",
        "hxxp://",
        "hxxps://",
        "h**p://",
        "h**ps://",
        "ftp://",
        "//",
    };
    for (const std::string_view scheme : schemes) {
        if (starts_with_ignoring_case(text, scheme)) return scheme.size();
    }
    return 0;
}

bool describe_address(std::string_view address, Link& link) {
    const std::size_t scheme = scheme_size(address);
    link.bare = scheme == 0;
    link.obfuscated = link.obfuscated || starts_with_ignoring_case(address, "hxxp") ||
                      starts_with_ignoring_case(address, "h**p");
    std::string_view rest = address.substr(scheme);
    rest = rest.substr(0, rest.find_first_of("/?#\\ \t\r\n"));
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
        link.has_userinfo = true;
        rest.remove_prefix(at + 1);
    }
    const std::size_t bracket = rest.rfind(']');
    const std::size_t colon = rest.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        link.has_port = colon + 1 < rest.size();
        rest = rest.substr(0, colon);
    }
    auto host = canonical_host(rest);
    if (!host) return false;
    link.host = std::move(*host);
    link.ip_host = is_ip_address(link.host);
    link.registered_domain = registered_domain(link.host);
    link.punycode = link.host.starts_with("xn--") || link.host.find(".xn--") != std::string::npos;
    link.shortener = is_shortener(link.registered_domain, link.host);
    link.lookalike_authority = imitates_authority(link.host, link.registered_domain);
    return true;
}

}  // namespace chaffinch::text
