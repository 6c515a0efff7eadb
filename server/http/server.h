// The HTTP server: listens, reads requests through the front gate, routes them, answers, and stops
// gracefully. Knows no comment.

#pragma once

#include "server/http/router.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch::http {

/// Numbers: docs, reliability 4.1.
struct Limits {
    std::chrono::milliseconds header{5'000};
    std::chrono::milliseconds body{10'000};
    std::chrono::milliseconds handler{5'000};
    std::chrono::milliseconds write{10'000};
    std::chrono::milliseconds idle{15'000};
    std::chrono::milliseconds connection{600'000};
    std::size_t requests_per_connection = 1'000;
    std::size_t connections = 4'096;
    std::size_t connections_per_address = 64;
    std::size_t requests_in_flight = 512;  ///< over it: 503 + Retry-After
};

struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free port, see port()
    std::vector<std::string> hosts{};  ///< accepted Host values; empty: any
    std::vector<std::string> trusted_proxies{};  ///< addresses or networks (CIDR)
    Limits limits{};
};

class Server {
  public:
    /// Binds and listens; throws boost::system::system_error when the address is taken.
    Server(boost::asio::io_context& io, Options options, std::shared_ptr<const Router> router, telemetry::Metrics& metrics);
    ~Server();

    /// Starts accepting. The io_context is run by the caller, by one or more threads.
    void start();

    [[nodiscard]] std::uint16_t port() const;

    /// Stops accepting, lets requests in flight finish within `grace`, then closes the rest.
    /// Idempotent; any thread. `stopped` becomes true when nothing is left.
    void stop(std::chrono::milliseconds grace);
    [[nodiscard]] bool stopped() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace chaffinch::http
