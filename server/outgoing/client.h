// The client for everything that we ask of others: resolves, checks every address, connects to a
// checked one, and asks for one answer. No redirects, no cookies, no proxies, no connection kept.

#pragma once

#include "server/outgoing/answer.h"
#include "server/outgoing/resolver.h"
#include "server/outgoing/target.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::outgoing {

struct ClientLimits {
    std::chrono::milliseconds connect{5'000};  ///< for the name, and again for the connection
    std::chrono::milliseconds total{15'000};
};

struct OutgoingRequest {
    Target target{};
    /// Written by us, so neither name nor value holds a control character.
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
};

/// TLS 1.2 or newer, certificates verified against the system's roots.
boost::asio::ssl::context verifying_tls();

class Client {
  public:
    /// All of them must outlive the client.
    Client(
        Resolver& resolver,
        boost::asio::ssl::context& tls,
        TargetPolicy policy,
        ClientLimits limits = {}
    );

    /// POSTs and gives the answer. Whatever goes wrong (no such name, an address out of bounds, a
    /// closed port, a wrong certificate, silence) is the same answer with status 0, so that nobody
    /// can map a network by our words. Throws only when cancelled.
    boost::asio::awaitable<Answer> post(OutgoingRequest request);

    /// The same with GET; the body is not sent.
    boost::asio::awaitable<Answer> get(OutgoingRequest request);

  private:
    boost::asio::awaitable<Answer> send(std::string head, OutgoingRequest request);
    boost::asio::awaitable<bool> exchange(
        const std::string& head, const OutgoingRequest& request, AnswerReader& reader
    );
    boost::asio::awaitable<std::vector<boost::asio::ip::address>> checked_addresses(
        const Target& target
    );

    Resolver& resolver_;
    boost::asio::ssl::context& tls_;
    TargetPolicy policy_;
    ClientLimits limits_;
};

}  // namespace chaffinch::outgoing
