// The URL of whom we send something to, read strictly. What two programs might read in two ways is
// refused, because the guard would check one reading and the connection use the other.

#pragma once

#include "engine/types/result.h"

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::outgoing {

/// What an operator may open. Neither belongs on a server that faces the internet.
struct TargetPolicy {
    bool allow_http = false;     ///< http on ports 80 and 8080 beside https on 443 and 8443
    bool allow_private = false;  ///< any address and any port: tests, demonstrations, one's own net
};

struct Target {
    bool tls = true;
    std::string host{};                                 ///< lower case, no brackets
    std::optional<boost::asio::ip::address> literal{};  ///< when the host is an address
    std::uint16_t port = 443;
    std::string path{};  ///< with the query; never empty

    /// For the Host field: with brackets, and the port when it is not the scheme's own.
    [[nodiscard]] std::string authority() const;
};

/// The longest URL taken.
constexpr std::size_t longest_url = 2'048;

/// Errors: invalid, with a sentence that says what to change. All refused hosts and ports get the
/// same sentence. A name is judged by its form here; what it resolves to, at every connection.
Result<Target> parse_target(std::string_view url, const TargetPolicy& policy);

/// Whether something may be sent to this address.
bool may_connect(const boost::asio::ip::address& address, const TargetPolicy& policy);

}  // namespace chaffinch::outgoing
