// The front gate: what must hold of a request before its body is read and a handler sees it.
//
// Beast 1.81 accepts 26 of 99 raw requests that a careful server refuses: a missing or double Host,
// framing that another server on the way may read differently (the stuff of request smuggling),
// unknown methods, odd targets. The checks run in a fixed order, and each failure is an answer and
// the end of the connection, so that nothing after a doubtful request is taken for another one.
//
// A Transfer-Encoding is refused (411) whatever it says: bodies have a declared length here. RFC
// 9110, 8.6, allows that, and it removes the whole class of framing faults.
//
// A pure function: no socket, no clock, no state.

#pragma once

#include "server/http/message.h"
#include "server/http/router.h"
#include "server/http/target.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace chaffinch::http {

struct Head {
    unsigned version;                              ///< 10 or 11
    const Request& request;                        ///< method, target and headers are filled
    std::optional<std::uint64_t> declared_length;  ///< of Content-Length
};

struct Refusal {
    unsigned status;
    std::string_view why;     ///< short, from a closed set: a metric label
    std::string_view detail;  ///< a sentence for the sender
};

struct Admitted {
    Target target;         ///< points into the request's target
    Router::Match match;   ///< may hold no route: 404 and 405 are no failures of the gate
    std::uint64_t length;  ///< of the body to read; within the route's limit when there is a route
    bool wants_continue;   ///< answer 100 before reading the body
};

/// `hosts`: accepted Host values, lower case, with or without port; without port any port is
/// accepted; "*.name" accepts every name with one label more. Empty: any well-formed one.
std::variant<Admitted, Refusal> pass_front_gate(
    const Head& head, std::span<const std::string> hosts, const Router& router
);

/// RFC 3986 `host [":" port]` without user information: a name, an IPv4 address or "[IPv6]".
bool is_host(std::string_view value);

}  // namespace chaffinch::http
