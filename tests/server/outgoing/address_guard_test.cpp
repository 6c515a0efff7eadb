// Every block that is closed, at both of its edges and one beyond.

#include "server/outgoing/address_guard.h"

#include "server/outgoing/target.h"

#include <boost/asio/ip/address.hpp>
#include <gtest/gtest.h>

#include <string>

namespace chaffinch::outgoing {
namespace {

bool open_to_us(const std::string& address) {
    return may_connect(boost::asio::ip::make_address(address), {});
}

TEST(AddressGuard, ClosesEveryBlockFromItsFirstToItsLastAddress) {
    const struct {
        const char *before, *first, *last, *after;  // null: the neighbour is closed as well
    } blocks[] = {
        {nullptr, "0.0.0.0", "0.255.255.255", "1.0.0.0"},
        {"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
        {"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
        {"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
        {"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
        {"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
        {"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
        {"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
        {"192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0"},
        {"192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0"},
        {"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
        {"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
        {"192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0"},
        {"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
        {"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
        {"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
        {"223.255.255.255", "224.0.0.0", "239.255.255.255", nullptr},
        {nullptr, "240.0.0.0", "255.255.255.255", nullptr},
        {nullptr, "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::"},
        {nullptr, "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nullptr},
        {"2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001::",
         "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:200::"},
        {"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:db8::",
         "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:db9::"},
        {"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2002::",
         "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2003::"},
        {"2620:4f:7fff:ffff:ffff:ffff:ffff:ffff",
         "2620:4f:8000::",
         "2620:4f:8000:ffff:ffff:ffff:ffff:ffff",
         "2620:4f:8001::"},
        {"3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "3ffe::",
         "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         nullptr},
        {nullptr, "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"},
    };

    for (const auto& block : blocks) {
        SCOPED_TRACE(block.first);
        EXPECT_FALSE(open_to_us(block.first));
        EXPECT_FALSE(open_to_us(block.last)) << block.last;
        if (block.before != nullptr) EXPECT_TRUE(open_to_us(block.before)) << block.before;
        if (block.after != nullptr) EXPECT_TRUE(open_to_us(block.after)) << block.after;
    }
}

TEST(AddressGuard, ClosesEveryFormThatCarriesAnotherAddress) {
    for (const char* address : {
             "::ffff:1.1.1.1",      // mapped
             "::1.1.1.1",           // compatible
             "::ffff:0:1.1.1.1",    // translated, RFC 2765
             "64:ff9b::1.1.1.1",    // NAT64
             "64:ff9b:1::1.1.1.1",  // local NAT64
             "2002:101:101::",      // 6to4
             "2001:0:101:101::",    // Teredo
             "fe80::5efe:1.1.1.1",  // ISATAP
             "fc00::1",             // unique local
             "fec0::1",             // site-local, old
             "5f00::1",             // SRv6
             "100::1",              // discard
         }) {
        EXPECT_FALSE(open_to_us(address)) << address;
    }
}

TEST(AddressGuard, LeavesThePublicInternetOpen) {
    for (const char* address :
         {"1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1"}) {
        EXPECT_TRUE(open_to_us(address)) << address;
    }
}

TEST(AddressGuard, IsOffOnlyWhenTheOperatorSaysSo) {
    EXPECT_TRUE(may_connect(boost::asio::ip::make_address("127.0.0.1"), {.allow_private = true}));
    EXPECT_FALSE(may_connect(boost::asio::ip::make_address("127.0.0.1"), {.allow_http = true}));
}

}  // namespace
}  // namespace chaffinch::outgoing
