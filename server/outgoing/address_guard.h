// Which addresses belong to the public internet. Everything else is out of reach for webhooks: an
// endpoint's URL comes from whoever may configure a site, and the server stands behind the firewall
// that this person may not pass.

#pragma once

#include <array>
#include <cstdint>

namespace chaffinch::outgoing {

using Ipv4 = std::array<std::uint8_t, 4>;
using Ipv6 = std::array<std::uint8_t, 16>;

/// False for every block of the IANA IPv4 Special-Purpose Address Registry (RFC 6890 and updates;
/// also those it lists as globally reachable: relays and anycast have no webhooks), multicast
/// (224/4) and reserved (240/4).
bool is_public(const Ipv4& address);

/// False outside 2000::/3, the only global unicast space that IANA has given out, and for every
/// special-purpose block within it: 2001::/23 (Teredo, ORCHID, benchmarking, ...), documentation,
/// 6to4 (which would carry any IPv4 address), and AS112. Mapped, compatible, NAT64 and translated
/// forms of IPv4 lie outside 2000::/3.
bool is_public(const Ipv6& address);

}  // namespace chaffinch::outgoing
