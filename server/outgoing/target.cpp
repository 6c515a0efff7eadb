// Reading a URL of the form scheme://host[:port]/path[?query], and nothing else.

#include "server/outgoing/target.h"

#include "server/outgoing/address_guard.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace chaffinch::outgoing {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_name = 253;  // RFC 1035
constexpr std::size_t longest_label = 63;

/// Names that never lead to the public internet: special-use names (RFC 6761, 6762, 8375, 9476),
/// ICANN's private-use name, and the names that hosts files and clouds give to themselves.
constexpr std::array<std::string_view, 14> private_zones{
    "localhost",
    "local",
    "internal",
    "home.arpa",
    "localdomain",
    "intranet",
    "lan",
    "corp",
    "home",
    "test",
    "invalid",
    "onion",
    "alt",
    "arpa",
};

Error refused(std::string message) {
    return {
        Errc::invalid, "this address cannot be used for a webhook", {{"/url", std::move(message)}}
    };
}

/// The one answer for every host and port that is out of bounds: it tells nothing about our net.
Error out_of_bounds() {
    return refused("must name a public host and one of the ports for webhooks: https on 443 or 8443"
    );
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_url_character(char c) {
    // Visible ASCII without what RFC 3986 leaves out, and without the fragment and the backslash.
    constexpr std::string_view left_out = "\"#<>\\^`{|}";
    return c > 0x20 && c < 0x7f && left_out.find(c) == std::string_view::npos;
}

/// An encoded control character would be harmless to us and a weapon behind a careless proxy.
bool has_encoded_control(std::string_view text) {
    for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 1)) {
        unsigned value = 0;
        const std::string_view digits = text.substr(i + 1, 2);
        const auto [end, failed] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        const bool whole = digits.size() == 2 && end == digits.data() + digits.size();
        if (failed != std::errc{} || !whole || value < 0x20 || value == 0x7f) return true;
    }
    return false;
}

struct Parts {
    bool tls = true;
    std::string_view host{};
    std::string_view port{};
    std::string_view path{};
    bool bracketed = false;
};

/// scheme://authority/path, without credentials; nullopt for any other form.
std::optional<Parts> split(std::string_view url) {
    Parts parts;
    if (url.starts_with("https://")) {
        url.remove_prefix(8);
    } else if (url.starts_with("http://")) {
        parts.tls = false;
        url.remove_prefix(7);
    } else {
        return std::nullopt;
    }
    const std::size_t end = std::min(url.find_first_of("/?"), url.size());
    std::string_view authority = url.substr(0, end);
    parts.path = url.substr(end);
    if (authority.find('@') != std::string_view::npos) return std::nullopt;
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        parts.bracketed = true;
        parts.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        parts.host = authority.substr(0, colon);
        authority.remove_prefix(colon);
    }
    if (!authority.empty()) {
        if (!authority.starts_with(':') || authority.size() == 1) return std::nullopt;
        parts.port = authority.substr(1);
    }
    return parts.host.empty() ? std::nullopt : std::optional(parts);
}

std::optional<std::uint16_t> read_port(const Parts& parts) {
    if (parts.port.empty()) return static_cast<std::uint16_t>(parts.tls ? 443 : 80);
    std::uint16_t port = 0;
    const char* end = parts.port.data() + parts.port.size();
    const auto [stop, failed] = std::from_chars(parts.port.data(), end, port);
    if (failed != std::errc{} || stop != end || port == 0) return std::nullopt;
    return port;
}

bool is_name(std::string_view host) {
    if (host.size() > longest_name) return false;
    std::size_t begin = 0;
    while (begin <= host.size()) {
        const std::size_t end = std::min(host.find('.', begin), host.size());
        const std::string_view label = host.substr(begin, end - begin);
        if (label.empty() || label.size() > longest_label) return false;
        if (!std::ranges::all_of(label, is_name_character)) return false;
        if (label.starts_with('-') || label.ends_with('-')) return false;
        begin = end + 1;
    }
    return true;
}

bool in_private_zone(std::string_view host) {
    return std::ranges::any_of(private_zones, [host](std::string_view zone) {
        return host == zone || (host.ends_with(zone) && host[host.size() - zone.size() - 1] == '.');
    });
}

/// WHATWG: a host whose last label is a number is an IPv4 address in some notation ("127.1",
/// "0x7f.1", "2130706433"). Only the plain one is taken, and that was tried before.
bool ends_in_number(std::string_view host) {
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return !last.empty() && is_digit(last[0]) &&
           (std::ranges::all_of(last, is_digit) || last.starts_with("0x"));
}

/// Four decimal numbers without leading zeros, as inet_pton reads them everywhere.
std::optional<asio::ip::address> plain_v4(const std::string& host) {
    boost::system::error_code failed;
    const auto address = asio::ip::make_address_v4(host, failed);
    if (failed || address.to_string() != host) return std::nullopt;
    return address;
}

std::optional<asio::ip::address> plain_v6(const std::string& host) {
    if (host.find('%') != std::string::npos) return std::nullopt;
    boost::system::error_code failed;
    const auto address = asio::ip::make_address_v6(host, failed);
    if (failed) return std::nullopt;
    return address;
}

/// With the policy `allow_private` a name may be anything that DNS knows.
bool name_allowed(std::string_view host, const TargetPolicy& policy) {
    if (!is_name(host) || ends_in_number(host)) return false;
    if (policy.allow_private) return true;
    return host.find('.') != std::string_view::npos && !in_private_zone(host);
}

bool port_allowed(bool tls, std::uint16_t port, const TargetPolicy& policy) {
    if (policy.allow_private) return true;
    return tls ? port == 443 || port == 8443 : port == 80 || port == 8080;
}

}  // namespace

std::string Target::authority() const {
    std::string text = literal && literal->is_v6() ? "[" + host + "]" : host;
    if (port != (tls ? 443 : 80)) text += ":" + std::to_string(port);
    return text;
}

bool may_connect(const asio::ip::address& address, const TargetPolicy& policy) {
    if (policy.allow_private) return true;
    return address.is_v4() ? is_public(address.to_v4().to_bytes())
                           : is_public(address.to_v6().to_bytes());
}

Result<Target> parse_target(std::string_view url, const TargetPolicy& policy) {
    if (url.empty() || url.size() > longest_url) return refused("must have 1 to 2048 characters");
    if (!std::ranges::all_of(url, is_url_character)) {
        return refused("must be plain ASCII without spaces, fragment or backslash");
    }
    const auto parts = split(url);
    if (!parts) return refused("must be https://host/path, without user name or password");
    if (!parts->tls && !policy.allow_http) return refused("must begin with https://");
    if (has_encoded_control(parts->path))
        return refused("must not hold an encoded control character");
    Target target{.tls = parts->tls, .host = std::string(parts->host)};
    std::ranges::transform(target.host, target.host.begin(), lower);
    const auto port = read_port(*parts);
    if (!port || !port_allowed(target.tls, *port, policy)) return out_of_bounds();
    target.port = *port;
    target.literal = parts->bracketed ? plain_v6(target.host) : plain_v4(target.host);
    const bool good_host = target.literal ? may_connect(*target.literal, policy)
                                          : !parts->bracketed && name_allowed(target.host, policy);
    if (!good_host) return out_of_bounds();
    target.path =
        parts->path.starts_with('/') ? std::string(parts->path) : "/" + std::string(parts->path);
    return target;
}

}  // namespace chaffinch::outgoing
