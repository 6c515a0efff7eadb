// A real server on loopback with an io_context of its own, and handlers for it.

#pragma once

#include "server/http/server.h"
#include "server/runtime/with_timeout.h"
#include "tests/support/raw_client.h"

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace chaffinch::http::test {

using namespace chaffinch::test;

/// Runs until destroyed; what is still in flight then is cut off.
class TestServer {
  public:
    explicit TestServer(std::vector<Route> routes, Options options = {}, unsigned threads = 2)
        : server_(
              io_, std::move(options), std::make_shared<const Router>(std::move(routes)), metrics_
          ) {
        server_.start();
        for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { io_.run(); });
    }

    ~TestServer() {
        server_.stop(std::chrono::milliseconds(0));
        if (!wait_stopped(std::chrono::seconds(10))) io_.stop();
        threads_.clear();
    }

    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }

    Server& server() { return server_; }

    telemetry::Metrics& metrics() { return metrics_; }

    /// True when nothing of the server is left within `limit`.
    bool wait_stopped(std::chrono::milliseconds limit) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!server_.stopped()) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

  private:
    boost::asio::io_context io_{};
    telemetry::Metrics metrics_{};
    Server server_;
    std::vector<std::jthread> threads_{};
};

/// Answers 200 with what it saw of the request.
inline boost::asio::awaitable<Response> echo(Request request) {
    boost::json::object body;
    body["method"] = request.method;
    body["path"] = request.path;
    body["client"] = request.client_address;
    body["body"] = request.body;
    Response response;
    response.body = boost::json::serialize(body);
    co_return response;
}

inline boost::asio::awaitable<Response> wait_and_answer(std::chrono::milliseconds time) {
    co_await runtime::sleep_for(time);
    Response response;
    response.body = "{}";
    co_return response;
}

/// Waits, then answers 200.
inline Handler slow(std::chrono::milliseconds time) {
    return [time](const Request&) { return wait_and_answer(time); };
}

}  // namespace chaffinch::http::test
