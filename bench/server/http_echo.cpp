// Our HTTP room with the handler of bench/floors/beast_echo.cpp: what the front gate, routing, ids,
// security fields, deadlines, caps and metrics cost over bare Beast.
//
//   http_echo 8082 & wrk -t1 -c64 -d10 -s bench/server/post.lua http://127.0.0.1:8082/

#include "server/http/server.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace {

using namespace chaffinch;

boost::asio::awaitable<http::Response> echo(http::Request request) {
    boost::system::error_code error;
    const auto value = boost::json::parse(request.body, error);
    http::Response response;
    response.body = error ? "{}" : boost::json::serialize(value);
    co_return response;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: http_echo PORT\n");
        return 2;
    }
    http::Options options;
    options.port = static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10));
    options.limits.connections_per_address =
        options.limits.connections;  // the load has one address
    options.limits.requests_per_connection = 1'000'000'000;
    std::vector<http::Route> routes{
        {.method = "POST", .pattern = "/", .body_limit = 64 * 1024, .handler = echo}
    };
    boost::asio::io_context io(1);
    telemetry::Metrics metrics;
    http::Server server(
        io, options, std::make_shared<const http::Router>(std::move(routes)), metrics
    );
    server.start();
    io.run();
}
