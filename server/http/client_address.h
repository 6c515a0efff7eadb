// Who is asking? The peer of the connection, unless the peer is a proxy we were told to trust: then
// the rightmost address of X-Forwarded-For that is not such a proxy. Everything left of it is the
// sender's own words. No other spelling (Forwarded, X-Real-IP, CF-Connecting-IP ...) is read.

#pragma once

#include "engine/types/result.h"
#include "server/http/message.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::http {

class TrustedProxies {
  public:
    /// Addresses and networks in CIDR form ("10.0.0.0/8", "::1"). Errors: invalid, naming the
    /// entry.
    static Result<TrustedProxies> parse(std::span<const std::string> entries);

    /// `address` as parse_address() gives it.
    [[nodiscard]] bool contains(const boost::asio::ip::address& address) const;

  private:
    std::vector<boost::asio::ip::network_v4> v4_{};
    std::vector<boost::asio::ip::network_v6> v6_{};
};

/// An address as hosts and proxies write it, with or without port: "203.0.113.9", "203.0.113.9:80",
/// "2001:db8::7", "[2001:db8::7]:80". IPv4-mapped IPv6 becomes IPv4. nullopt for names, zones
/// ("%eth0"), octal forms and all else.
std::optional<boost::asio::ip::address> parse_address(std::string_view text);

/// IPv4-mapped IPv6 becomes IPv4; others stay.
boost::asio::ip::address canonical(const boost::asio::ip::address& address);

/// From the header part of `request`. Where an entry cannot be read, or nothing is left, the last
/// address that was believed stands: at worst the peer. One pass over the fields.
boost::asio::ip::address client_address(
    const boost::asio::ip::address& peer, const Request& request, const TrustedProxies& trusted
);

/// One key for all addresses of one sender: IPv4 whole, IPv6 by its /64, which is what one host is
/// given (RFC 6177), so that limits by address cannot be walked around.
std::uint64_t sender_key(const boost::asio::ip::address& address);

}  // namespace chaffinch::http
