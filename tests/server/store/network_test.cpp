// Addresses cut to networks.

#include "server/store/network.h"

#include <gtest/gtest.h>

namespace chaffinch::store {
namespace {

TEST(NetworkOf, CutsAddressesToWhatOneSenderCommands) {
    const struct {
        const char* ip;
        const char* network;
    } cases[] = {
        {"203.0.113.9", "203.0.113.0/24"},
        {"::ffff:203.0.113.9", "203.0.113.0/24"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:DB8:1:2::9", "2001:db8:1:2::/64"},
        {"", ""},
        {"203.0.113", ""},
        {"example.org", ""},
    };

    for (const auto& [ip, network] : cases) EXPECT_EQ(network_of(ip), network) << ip;
}

}  // namespace
}  // namespace chaffinch::store
