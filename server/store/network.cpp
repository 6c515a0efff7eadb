// Addresses cut to networks; Asio reads and writes them.

#include "server/store/network.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace chaffinch::store {

namespace ip = boost::asio::ip;

std::string network_of(const std::string& text) {
    boost::system::error_code failure;
    const ip::address address = ip::make_address(text, failure);
    if (failure) return {};
    const bool mapped = address.is_v6() && address.to_v6().is_v4_mapped();
    if (address.is_v4() || mapped) {
        const ip::address_v4 narrow =
            mapped ? ip::make_address_v4(ip::v4_mapped, address.to_v6()) : address.to_v4();
        auto bytes = narrow.to_bytes();
        bytes.back() = 0;
        return ip::address_v4(bytes).to_string() + "/24";
    }
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), ip::address_v6::bytes_type::value_type{0});
    return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace chaffinch::store
