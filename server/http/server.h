// The HTTP server: listens, reads requests through the front gate, routes them, answers, and stops
// gracefully. Knows no comment.

#pragma once

#include "server/http/router.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::http {

/// How long and how much. Deadlines are absolute: a byte now and then does not move them, so a slow
/// client ends when its time is up. They are looked at every twentieth of the shortest of them, at
/// most every 100 ms, and may end that much late. (Numbers: docs, reliability 4.1.)
struct Limits {
    std::chrono::milliseconds header{5'000
    };  ///< from accept, or a later request's first byte, to the head's end
    std::chrono::milliseconds body{10'000};  ///< of one request
    std::chrono::milliseconds handler{5'000
    };  ///< then it is cancelled: 503. One that ignores this for as long again loses its connection
    std::chrono::milliseconds write{10'000
    };  ///< of one answer; over 64 KiB longer, by 1 s for each 8 KiB
    std::chrono::milliseconds stream_gap{30'000};  ///< between two pieces of a streamed answer
    std::chrono::milliseconds idle{15'000
    };  ///< between requests; behind a proxy 75 s, longer than the proxy's own
    std::chrono::milliseconds connection{600'000};  ///< no further request after this age
    std::size_t requests_per_connection = 1'000;
    std::size_t connections = 4'096;           ///< over it: 503 at once
    std::size_t connections_per_address = 64;  ///< IPv6 by /64; trusted proxies are exempt
    std::size_t requests_in_flight = 512;      ///< in handlers; over it: 503 + Retry-After
};

/// Turns what a handler threw into an answer; nullopt: the ordinary 500. Called on I/O threads;
/// this is how a room above names its own exceptions (the store is gone: 503).
using MapException =
    std::function<std::optional<Response>(std::exception_ptr, std::string_view request_id)>;

struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free port, see port()
    /// Accepted Host values in lower case, with a port (then it must be the same) or without (any
    /// port), or "*.name" for every name with one label more. Empty: every well-formed one.
    std::vector<std::string> hosts{};
    std::vector<std::string> trusted_proxies{};  ///< addresses or networks (CIDR)
    bool behind_tls =
        false;  ///< the proxy before us speaks TLS: answers carry Strict-Transport-Security
    Limits limits{};
    MapException map_exception{};
};

class Server {
  public:
    /// Binds and listens; throws boost::system::system_error when the address is taken, and
    /// std::invalid_argument when a trusted proxy or the address cannot be read. `io` and `metrics`
    /// must outlive the server.
    Server(
        boost::asio::io_context& io,
        Options options,
        std::shared_ptr<const Router> router,
        telemetry::Metrics& metrics
    );
    /// As stop(0).
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Starts accepting. The io_context is run by the caller, by one or more threads.
    void start();

    [[nodiscard]] std::uint16_t port() const;

    /// Stops accepting, lets requests in flight finish within `grace`, then closes the rest.
    /// Idempotent; any thread. `stopped` becomes true when nothing is left.
    void stop(std::chrono::milliseconds grace);
    [[nodiscard]] bool stopped() const;

    /// Connections open now.
    [[nodiscard]] std::size_t connections() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace chaffinch::http
