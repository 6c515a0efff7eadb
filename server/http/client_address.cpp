// Reading addresses strictly, and X-Forwarded-For from its trustworthy end.

#include "server/http/client_address.h"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <charconv>
#include <ranges>

namespace chaffinch::http {

namespace {

namespace ip = boost::asio::ip;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// 45 characters hold every IPv6 address. No '%', which would name one of our interfaces, and no
/// U+0000, where the system's parser would stop reading.
bool has_address_characters(std::string_view text) {
    return text.size() <= 45 &&
           text.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
}

bool is_port(std::string_view text) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port <= 65'535;
}

/// Removes the port, and the brackets that go with it in IPv6. nullopt when what follows is no
/// port.
std::optional<std::string_view> bare_address(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        const std::string_view rest = text.substr(close + 1);
        if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return std::nullopt;
        return text.substr(1, close - 1);
    }
    if (std::ranges::count(text, ':') != 1) return text;
    const std::size_t colon = text.find(':');
    if (!is_port(text.substr(colon + 1))) return std::nullopt;
    return text.substr(0, colon);
}

/// The last comma-separated piece of `list`, which loses it.
std::string_view take_last(std::string_view& list) {
    const std::size_t comma = list.rfind(',');
    if (comma == std::string_view::npos) return std::exchange(list, {});
    const std::string_view last = list.substr(comma + 1);
    list = list.substr(0, comma);
    return last;
}

std::optional<unsigned> prefix_length(std::string_view text, unsigned most) {
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || bits > most)
        return std::nullopt;
    return bits;
}

bool inside(const ip::address_v6& address, const ip::network_v6& network) {
    return ip::network_v6(address, network.prefix_length()).canonical() == network;
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(std::span<const std::string> entries) {
    TrustedProxies proxies;
    for (const std::string& entry : entries) {
        const std::string_view text = entry;
        const std::size_t slash = std::min(text.find('/'), text.size());
        const auto address = parse_address(text.substr(0, slash));
        const unsigned most = address && address->is_v6() ? 128 : 32;
        const auto bits = slash == text.size() ? std::optional(most)
                                               : prefix_length(text.substr(slash + 1), most);
        if (!address || !bits) {
            return Error{
                .code = Errc::invalid,
                .detail = "trusted proxy '" + entry +
                          "' is neither an address nor a network like 10.0.0.0/8"
            };
        }
        const auto length = static_cast<unsigned short>(*bits);
        if (address->is_v4()) {
            proxies.v4_.push_back(ip::network_v4(address->to_v4(), length).canonical());
        } else {
            proxies.v6_.push_back(ip::network_v6(address->to_v6(), length).canonical());
        }
    }
    return proxies;
}

bool TrustedProxies::contains(const ip::address& address) const {
    if (address.is_v4()) {
        const std::uint32_t bits = address.to_v4().to_uint();
        return std::ranges::any_of(v4_, [&](const ip::network_v4& network) {
            return (bits & network.netmask().to_uint()) == network.address().to_uint();
        });
    }
    const ip::address_v6 v6 = address.to_v6();
    return std::ranges::any_of(v6_, [&](const ip::network_v6& network) {
        return inside(v6, network);
    });
}

std::optional<ip::address> parse_address(std::string_view text) {
    const auto bare = bare_address(trimmed(text));
    if (!bare || !has_address_characters(*bare)) return std::nullopt;
    boost::system::error_code error;
    const ip::address address = ip::make_address(std::string(*bare), error);
    if (error) return std::nullopt;
    return canonical(address);
}

ip::address canonical(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

ip::address client_address(
    const ip::address& peer, const Request& request, const TrustedProxies& trusted
) {
    ip::address believed = canonical(peer);
    for (const auto& [name, value] : std::views::reverse(request.headers)) {
        if (name != "x-forwarded-for") continue;
        std::string_view list = value;
        do {
            if (!trusted.contains(believed)) return believed;
            const auto next = parse_address(take_last(list));
            if (!next) return believed;
            believed = *next;
        } while (!list.empty());
    }
    return believed;
}

std::uint64_t sender_key(const ip::address& address) {
    if (address.is_v4()) return address.to_v4().to_uint();
    std::uint64_t key = 0;
    const auto bytes = address.to_v6().to_bytes();
    for (std::size_t i = 0; i < 8; ++i) key = (key << 8U) | bytes[i];
    return key;
}

}  // namespace chaffinch::http
