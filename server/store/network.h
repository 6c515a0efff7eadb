// The network that an address belongs to, as far as one sender usually commands it.

#pragma once

#include <string>

namespace chaffinch::store {

/// "203.0.113.0/24" for IPv4 (also when mapped into IPv6), "2001:db8:1:2::/64" for IPv6: one
/// subscriber is given at least a /64 (RFC 6177). Empty for what is no address.
std::string network_of(const std::string& ip);

}  // namespace chaffinch::store
