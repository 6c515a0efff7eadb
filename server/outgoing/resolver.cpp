// Asking on another thread, and going away without waiting when the asker has lost patience.

#include "server/outgoing/resolver.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netdb.h>
#include <netinet/in.h>

#include <cstring>
#include <memory>

namespace chaffinch::outgoing {

namespace asio = boost::asio;

namespace {

using Addresses = std::vector<asio::ip::address>;

constexpr std::size_t resolver_threads = 8;
constexpr std::size_t most_asked = 64;

asio::ip::address address_of(const addrinfo& info) {
    if (info.ai_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, info.ai_addr, sizeof v4);
        return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, info.ai_addr, sizeof v6);
    asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

Addresses ask_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
    Addresses addresses;
    for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
        if (info->ai_family == AF_INET || info->ai_family == AF_INET6) {
            addresses.push_back(address_of(*info));
        }
    }
    freeaddrinfo(found);
    return addresses;
}

/// Outlives whichever of the two goes first. The timer is touched on the asker's executor only.
struct Question {
    explicit Question(const asio::any_io_executor& executor) : answered(executor) {
        answered.expires_at(asio::steady_timer::time_point::max());
    }

    asio::steady_timer answered;
    Addresses addresses{};
};

}  // namespace

SystemResolver::SystemResolver() : threads_(resolver_threads) {}

SystemResolver::~SystemResolver() {
    threads_.join();
}

asio::awaitable<Addresses> SystemResolver::resolve(std::string host) {
    if (asked_.fetch_add(1) >= most_asked) {
        asked_.fetch_sub(1);
        co_return Addresses{};
    }
    const asio::any_io_executor home = co_await asio::this_coro::executor;
    auto question = std::make_shared<Question>(home);
    asio::post(threads_, [this, question, home, host = std::move(host)]() mutable {
        Addresses found = ask_system(host);
        asked_.fetch_sub(1);
        asio::post(home, [question = std::move(question), found = std::move(found)]() mutable {
            question->addresses = std::move(found);
            question->answered.expires_at(asio::steady_timer::time_point::min());
        });
    });
    boost::system::error_code ended;
    co_await question->answered.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    co_return std::move(question->addresses);
}

}  // namespace chaffinch::outgoing
