// Names to addresses, as an interface, so that a test can answer what a hostile DNS server would.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

namespace chaffinch::outgoing {

class Resolver {
  public:
    virtual ~Resolver() = default;

    /// All addresses of the host; none when it has none or could not be asked. Ends early when
    /// cancelled.
    virtual boost::asio::awaitable<std::vector<boost::asio::ip::address>> resolve(std::string host
    ) = 0;
};

/// getaddrinfo(3) on threads of its own: Asio's resolver has a single thread for all, on which one
/// dead name server would keep every other name waiting.
class SystemResolver final : public Resolver {
  public:
    SystemResolver();

    /// Waits for questions that are being asked, some seconds at most (resolv.conf(5), timeout).
    ~SystemResolver() override;

    boost::asio::awaitable<std::vector<boost::asio::ip::address>> resolve(std::string host
    ) override;

  private:
    boost::asio::thread_pool threads_;
    std::atomic<std::size_t> asked_{0};
};

}  // namespace chaffinch::outgoing
