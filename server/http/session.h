// Session: one connection, one coroutine: read a head, pass the gate, read the body, call the
// handler, write the answer, again. All of it on one strand.
//
// Deadlines are a number, not a timer: each phase stores when it must have ended, and the server's
// sweep looks at all sessions some ten times a second. A timer armed and cancelled around every
// read and write would cost more than the reads and writes.

#pragma once

#include "server/http/client_address.h"
#include "server/http/connections.h"
#include "server/http/front_gate.h"
#include "server/http/head_parser.h"
#include "server/http/server.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::http {

/// What the sessions of one server share. Outlives them.
struct ServerState {
    ServerState(
        Options given,
        TrustedProxies proxies,
        std::shared_ptr<const Router> routes,
        telemetry::Metrics& counters
    );

    const Options options;
    const TrustedProxies trusted;
    const std::shared_ptr<const Router> router;
    telemetry::Metrics& metrics;
    std::vector<telemetry::RouteMetrics*> route_metrics{};  ///< beside router->routes()
    telemetry::RouteMetrics& no_route_metrics;
    Connections connections{};
    std::atomic<std::size_t> in_flight{0};
    std::atomic<bool> stopping{false};
};

class Session : public std::enable_shared_from_this<Session> {
  public:
    using Time = std::chrono::steady_clock::time_point;

    Session(
        boost::asio::ip::tcp::socket socket,
        boost::asio::ip::address peer,
        std::shared_ptr<ServerState> state
    );
    ~Session();

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Starts the coroutine, which owns the session from now on.
    void start();

    /// Any thread.
    [[nodiscard]] bool is_late(Time now) const;

    /// Any thread; both act on the strand, if the session is still there by then.
    void end_if_late();
    void end_if_idle();

    /// Any thread: closes the connection and cancels its handler.
    void abort();

  private:
    enum class Phase : unsigned char { idle, head, body, handler, writing, streaming, lingering };
    enum class ReadHead : unsigned char { done, closed, refused };

    static boost::asio::awaitable<void> run(std::shared_ptr<Session> self);
    boost::asio::awaitable<bool> serve_one();
    boost::asio::awaitable<ReadHead> read_head(HeadParser& parser);
    boost::asio::awaitable<bool> read_some();
    boost::asio::awaitable<bool> read_body(Request& request, const Admitted& admitted);
    boost::asio::awaitable<Response> respond(Request request, Router::Match match);
    boost::asio::awaitable<Response> call(const Route& route, Request request);
    boost::asio::awaitable<bool> refuse(Refusal refusal);
    boost::asio::awaitable<bool> send(Response response, bool close);
    boost::asio::awaitable<bool> send_pieces(const BodySource& source, bool chunked);
    boost::asio::awaitable<std::optional<std::string>> next_piece(const BodySource& source);
    boost::asio::awaitable<void> linger();

    Response answer_for(std::exception_ptr failure, std::string_view route);
    [[nodiscard]] bool may_go_on(const HeadParser& parser) const;
    void enter(Phase phase, std::chrono::milliseconds limit);
    void on_late();

    boost::asio::ip::tcp::socket socket_;
    const boost::asio::ip::address peer_;
    const std::shared_ptr<ServerState> state_;
    boost::asio::cancellation_signal cancel_handler_{};
    boost::beast::flat_buffer buffer_;
    std::string head_{};  ///< of the answer being written; kept for its capacity
    std::string request_id_{};
    telemetry::RouteMetrics* route_metrics_ = nullptr;
    const Time opened_ = std::chrono::steady_clock::now();
    Time started_{};  ///< of the request being served
    std::size_t served_ = 0;
    bool head_only_ = false;     ///< the request is HEAD
    bool takes_chunks_ = false;  ///< the request is HTTP/1.1
    bool piece_failed_ = false;  ///< the source of the streamed answer gave up
    Phase phase_ = Phase::idle;
    bool late_ = false;  ///< the present phase has overrun
    std::atomic<Time::duration::rep> deadline_{0};
};

}  // namespace chaffinch::http
