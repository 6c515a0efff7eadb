// One request and its answer, with an end to every wait.

#include "server/outgoing/client.h"

#include "server/runtime/with_timeout.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <exception>

namespace chaffinch::outgoing {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using Addresses = std::vector<asio::ip::address>;

/// A name with more addresses than this is not tried to the end within our time anyway.
constexpr std::size_t most_addresses = 4;

[[maybe_unused]] bool is_header_safe(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string head_of(const char* method, const OutgoingRequest& request) {
    std::string head = std::string(method) + " " + request.target.path +
                       " HTTP/1.1\r\nHost: " + request.target.authority() +
                       "\r\nUser-Agent: Chaffinch\r\nAccept: */*\r\nAccept-Encoding: identity"
                       "\r\nConnection: close\r\n";
    if (!request.body.empty() || std::string_view(method) == "POST") {
        head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    }
    for (const auto& [name, value] : request.headers) {
        assert(is_header_safe(name) && is_header_safe(value));
        head.append(name).append(": ").append(value).append("\r\n");
    }
    return head + "\r\n";
}

asio::awaitable<bool> connect_to_one(
    tcp::socket& socket, const Addresses& addresses, std::uint16_t port
) {
    for (const asio::ip::address& address : addresses) {
        boost::system::error_code failed;
        socket.close(failed);
        const tcp::endpoint endpoint(address, port);
        co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, failed));
        if (!failed) co_return true;
        if (failed == asio::error::operation_aborted) co_return false;
    }
    co_return false;
}

/// Sends, then reads until the reader has enough, or the receiver or the deadline ends it.
template <class Stream>
asio::awaitable<void> send_and_read(
    Stream& stream, const std::string& head, const std::string& body, AnswerReader& reader
) {
    const std::array<asio::const_buffer, 2> message{asio::buffer(head), asio::buffer(body)};
    boost::system::error_code failed;
    co_await asio::async_write(stream, message, asio::redirect_error(asio::use_awaitable, failed));
    // A receiver may answer without reading everything, so a failed write still has an answer.
    std::array<char, 4096> piece{};
    while (true) {
        const std::size_t got = co_await stream.async_read_some(
            asio::buffer(piece), asio::redirect_error(asio::use_awaitable, failed)
        );
        if (got > 0 && reader.feed(std::string_view(piece.data(), got))) co_return;
        if (failed || got == 0) co_return;
    }
}

asio::awaitable<bool> shake_hands(asio::ssl::stream<tcp::socket&>& stream, const Target& target) {
    if (!target.literal &&
        SSL_set_tlsext_host_name(stream.native_handle(), target.host.c_str()) != 1) {
        co_return false;
    }
    stream.set_verify_callback(asio::ssl::host_name_verification(target.host));
    boost::system::error_code failed;
    co_await stream.async_handshake(
        asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, failed)
    );
    co_return !failed;
}

}  // namespace

asio::ssl::context verifying_tls() {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_default_verify_paths();
    context.set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    return context;
}

Client::Client(
    Resolver& resolver, asio::ssl::context& tls, TargetPolicy policy, ClientLimits limits
)
    : resolver_(resolver), tls_(tls), policy_(policy), limits_(limits) {}

asio::awaitable<Answer> Client::post(OutgoingRequest request) {
    std::string head = head_of("POST", request);
    return send(std::move(head), std::move(request));
}

asio::awaitable<Answer> Client::get(OutgoingRequest request) {
    request.body.clear();
    std::string head = head_of("GET", request);
    return send(std::move(head), std::move(request));
}

asio::awaitable<Answer> Client::send(std::string head, OutgoingRequest request) {
    AnswerReader reader;
    std::exception_ptr failure;
    try {
        co_await runtime::with_timeout(exchange(head, request, reader), limits_.total);
    } catch (const boost::system::system_error&) {
        failure = std::current_exception();
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (failure && state.cancelled() != asio::cancellation_type::none) {
        std::rethrow_exception(failure);
    }
    co_return reader.answer();
}

asio::awaitable<Addresses> Client::checked_addresses(const Target& target) {
    Addresses addresses;
    if (target.literal) {
        addresses.push_back(*target.literal);
    } else {
        auto found =
            co_await runtime::with_timeout(resolver_.resolve(target.host), limits_.connect);
        if (found) addresses = *std::move(found);
    }
    // One address out of bounds condemns them all: a name that is public and private at once is an
    // attempt to get past this check.
    const bool all_allowed = std::ranges::all_of(addresses, [this](const auto& address) {
        return may_connect(address, policy_);
    });
    if (!all_allowed) addresses.clear();
    if (addresses.size() > most_addresses) addresses.resize(most_addresses);
    co_return addresses;
}

asio::awaitable<bool> Client::exchange(
    const std::string& head, const OutgoingRequest& request, AnswerReader& reader
) {
    const Addresses addresses = co_await checked_addresses(request.target);
    if (addresses.empty()) co_return false;
    tcp::socket socket(co_await asio::this_coro::executor);
    const auto connected = co_await runtime::with_timeout(
        connect_to_one(socket, addresses, request.target.port), limits_.connect
    );
    if (!connected.value_or(false)) co_return false;
    if (!request.target.tls) {
        co_await send_and_read(socket, head, request.body, reader);
        co_return true;
    }
    asio::ssl::stream<tcp::socket&> stream(socket, tls_);
    if (!co_await shake_hands(stream, request.target)) co_return false;
    co_await send_and_read(stream, head, request.body, reader);
    co_return true;
}

}  // namespace chaffinch::outgoing
