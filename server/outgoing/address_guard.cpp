// The registries as tables of blocks.
// https://www.iana.org/assignments/iana-ipv4-special-registry,
// https://www.iana.org/assignments/iana-ipv6-special-registry, read in the state of 2025.

#include "server/outgoing/address_guard.h"

#include <algorithm>
#include <cstddef>

namespace chaffinch::outgoing {

namespace {

template <class Address>
struct Block {
    Address first;
    unsigned bits;
};

constexpr Block<Ipv4> closed_v4[] = {
    {{0, 0, 0, 0}, 8},        // this network, RFC 791
    {{10, 0, 0, 0}, 8},       // private use, RFC 1918
    {{100, 64, 0, 0}, 10},    // shared, RFC 6598
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local, RFC 3927; metadata services
    {{172, 16, 0, 0}, 12},    // private use
    {{192, 0, 0, 0}, 24},     // IETF protocol assignments, RFC 6890
    {{192, 0, 2, 0}, 24},     // TEST-NET-1
    {{192, 31, 196, 0}, 24},  // AS112-v4, RFC 7535
    {{192, 52, 193, 0}, 24},  // AMT, RFC 7450
    {{192, 88, 99, 0}, 24},   // 6to4 relay, RFC 7526
    {{192, 168, 0, 0}, 16},   // private use
    {{192, 175, 48, 0}, 24},  // direct delegation AS112, RFC 7534
    {{198, 18, 0, 0}, 15},    // benchmarking, RFC 2544
    {{198, 51, 100, 0}, 24},  // TEST-NET-2
    {{203, 0, 113, 0}, 24},   // TEST-NET-3
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, broadcast
};

constexpr Block<Ipv6> global_unicast{{0x20}, 3};

constexpr Block<Ipv6> closed_v6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},              // IETF protocol assignments: Teredo ...
    {{0x20, 0x01, 0x0d, 0xb8}, 32},              // documentation, RFC 3849
    {{0x20, 0x02}, 16},                          // 6to4, RFC 3056
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48},  // AS112, RFC 7534
    {{0x3f, 0xfe}, 16},                          // 6bone, given back, RFC 3701
    {{0x3f, 0xff}, 20},                          // documentation, RFC 9637
};

template <class Address>
bool contains(const Block<Address>& block, const Address& address) {
    const std::size_t whole = block.bits / 8;
    const unsigned rest = block.bits % 8;
    if (!std::equal(
            address.begin(),
            address.begin() + static_cast<std::ptrdiff_t>(whole),
            block.first.begin()
        )) {
        return false;
    }
    if (rest == 0) return true;
    const unsigned mask = (0xffU << (8 - rest)) & 0xffU;
    return (address[whole] & mask) == (block.first[whole] & mask);
}

}  // namespace

bool is_public(const Ipv4& address) {
    return std::ranges::none_of(closed_v4, [&](const auto& block) {
        return contains(block, address);
    });
}

bool is_public(const Ipv6& address) {
    return contains(global_unicast, address) &&
           std::ranges::none_of(closed_v6, [&](const auto& block) {
               return contains(block, address);
           });
}

}  // namespace chaffinch::outgoing
