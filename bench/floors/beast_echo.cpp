// The floor for our HTTP room: a bare Beast coroutine server that echoes JSON, with the read
// deadline and body limit that Beast's own examples have and nothing else: no gate, no routes, no
// caps, no metrics, no stop. bench/server/http_echo.cpp does the same through our server.
//
//   beast_echo 8081 & wrk -t1 -c64 -d10 -s bench/server/post.lua http://127.0.0.1:8081/

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

beast_http::response<beast_http::string_body> echo(
    const beast_http::request<beast_http::string_body>& request
) {
    beast_http::response<beast_http::string_body> response{
        beast_http::status::ok, request.version()
    };
    response.set(beast_http::field::content_type, "application/json");
    response.keep_alive(request.keep_alive());
    boost::system::error_code error;
    const auto value = boost::json::parse(request.body(), error);
    response.body() = error ? "{}" : boost::json::serialize(value);
    response.prepare_payload();
    return response;
}

asio::awaitable<void> serve(tcp::socket socket) {
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer(16'384);
    for (;;) {
        stream.expires_after(std::chrono::seconds(30));
        beast_http::request_parser<beast_http::string_body> parser;
        parser.body_limit(64 * 1024);
        const auto [read_error, read] =
            co_await beast_http::async_read(stream, buffer, parser, quietly);
        if (read_error) co_return;
        auto response = echo(parser.get());
        const auto [write_error, written] =
            co_await beast_http::async_write(stream, response, quietly);
        if (write_error || !response.keep_alive()) co_return;
    }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor) {
    for (;;) {
        auto [error, socket] = co_await acceptor.async_accept(quietly);
        if (error) continue;
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: beast_echo PORT\n");
        return 2;
    }
    const auto port = static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10));
    asio::io_context io(1);
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), port));
    asio::co_spawn(io, listen(acceptor), asio::detached);
    io.run();
}
