// The listener: accepts within the caps, sweeps for overrun deadlines, stops.

#include "server/http/server.h"

#include "server/http/client_address.h"
#include "server/http/session.h"
#include "server/telemetry/log.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

namespace chaffinch::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr int backlog = 1'024;

/// With no descriptors left, accept fails at once and for ever; waiting a little is all there is.
constexpr milliseconds descriptor_pause{100};

/// A loop that comes so much late was held up by work that belongs on another thread.
constexpr milliseconds lag_worth_a_line{250};

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

constexpr std::string_view full_answer =
    "HTTP/1.1 503 Service Unavailable\r\n"
    "Content-Type: application/problem+json\r\n"
    "Content-Length: 85\r\n"
    "Cache-Control: no-store\r\n"
    "Retry-After: 1\r\n"
    "Connection: close\r\n"
    "\r\n"
    R"({"type":"/problems/overloaded","title":"The server has too much to do","status":503})"
    "\n";

bool out_of_descriptors(const boost::system::error_code& error) {
    namespace errc = boost::system::errc;
    return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
           error == errc::no_buffer_space || error == errc::not_enough_memory;
}

milliseconds sweep_interval(const Limits& limits) {
    const milliseconds shortest =
        std::min({limits.header, limits.body, limits.handler, limits.write, limits.idle});
    return std::clamp(shortest / 20, milliseconds(2), milliseconds(100));
}

TrustedProxies parsed_proxies(const Options& options) {
    Result<TrustedProxies> proxies = TrustedProxies::parse(options.trusted_proxies);
    if (!proxies) throw std::invalid_argument(proxies.error().detail);
    return *std::move(proxies);
}

tcp::endpoint parsed_endpoint(const Options& options) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error)
        throw std::invalid_argument("'" + options.address + "' is not an address to listen on");
    return {address, options.port};
}

/// Says 503 as far as the socket takes it at once, and closes.
void turn_away(tcp::socket socket) {
    boost::system::error_code error;
    socket.non_blocking(true, error);
    if (!error) socket.write_some(asio::buffer(full_answer), error);
    if (!error) socket.shutdown(tcp::socket::shutdown_send, error);
}

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
    Impl(
        asio::io_context& context,
        Options options,
        std::shared_ptr<const Router> router,
        telemetry::Metrics& metrics
    )
        : io(context),
          strand(asio::make_strand(context)),
          acceptor(strand),
          pause(strand),
          sweep_timer(strand) {
        TrustedProxies proxies = parsed_proxies(options);
        state = std::make_shared<ServerState>(
            std::move(options), std::move(proxies), std::move(router), metrics
        );
        const tcp::endpoint endpoint = parsed_endpoint(state->options);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen(backlog);
        port = acceptor.local_endpoint().port();
    }

    void start() {
        loops = 2;
        const auto ended = [self = shared_from_this()](const std::exception_ptr&) {
            --self->loops;
        };
        asio::co_spawn(strand, accept_loop(), ended);
        asio::co_spawn(strand, sweep_loop(), ended);
    }

    asio::awaitable<void> accept_loop() {
        while (!state->stopping) {
            asio::any_io_executor own = asio::make_strand(io);
            auto [error, socket] = co_await acceptor.async_accept(own, quietly);
            if (state->stopping) co_return;
            if (!error) {
                admit(std::move(socket));
            } else if (out_of_descriptors(error)) {
                state->metrics.request_refused("descriptors");
                pause.expires_after(descriptor_pause);
                co_await pause.async_wait(quietly);
            }
        }
    }

    void admit(tcp::socket socket) {
        boost::system::error_code error;
        const auto endpoint = socket.remote_endpoint(error);
        if (error) return;  // gone already
        const auto peer = canonical(endpoint.address());
        const Limits& limits = state->options.limits;
        const Connections::Caps caps{limits.connections, limits.connections_per_address};
        if (!state->connections.has_room(peer, caps, state->trusted.contains(peer))) {
            state->metrics.request_refused("connections");
            return turn_away(std::move(socket));
        }
        socket.set_option(tcp::no_delay(true), error);
        std::make_shared<Session>(std::move(socket), peer, state)->start();
    }

    /// Ends what is late. Goes on after stop() until the last session has left.
    asio::awaitable<void> sweep_loop() {
        const milliseconds interval = sweep_interval(state->options.limits);
        while (!state->stopping || state->connections.size() > 0) {
            const auto due = steady_clock::now() + interval;
            sweep_timer.expires_at(due);
            co_await sweep_timer.async_wait(quietly);
            const auto now = steady_clock::now();
            if (now - due > lag_worth_a_line) report_lag(now - due);
            sweep(now);
        }
    }

    void sweep(steady_clock::time_point now) {
        const bool grace_over = state->stopping && now.time_since_epoch().count() >= last_moment;
        state->connections.for_each([&](Session& session) {
            if (grace_over) {
                session.abort();
            } else if (session.is_late(now)) {
                session.end_if_late();
            }
        });
    }

    void report_lag(steady_clock::duration lag) const {
        const auto whole = std::chrono::duration_cast<milliseconds>(lag).count();
        telemetry::log(
            telemetry::Level::warning, "event_loop_lag", {{"milliseconds", std::int64_t{whole}}}
        );
    }

    void stop(milliseconds grace) {
        const auto end = steady_clock::now() + grace;
        // A later, shorter stop wins; a longer one does not give back time.
        const auto wanted = end.time_since_epoch().count();
        auto before = last_moment.load();
        while (wanted < before && !last_moment.compare_exchange_weak(before, wanted)) {
        }
        if (state->stopping.exchange(true)) return;
        asio::post(strand, [self = shared_from_this()] {
            boost::system::error_code ignored;
            self->acceptor.close(ignored);
            self->pause.cancel();
            self->sweep_timer.cancel();
            self->state->connections.for_each([](Session& session) { session.end_if_idle(); });
        });
    }

    asio::io_context& io;
    asio::strand<asio::io_context::executor_type> strand;
    std::shared_ptr<ServerState> state{};
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    asio::steady_timer sweep_timer;
    std::uint16_t port = 0;
    std::atomic<int> loops{0};
    std::atomic<steady_clock::rep> last_moment{
        steady_clock::time_point::max().time_since_epoch().count()
    };
};

Server::Server(
    asio::io_context& io,
    Options options,
    std::shared_ptr<const Router> router,
    telemetry::Metrics& metrics
)
    : impl_(std::make_shared<Impl>(io, std::move(options), std::move(router), metrics)) {}

Server::~Server() {
    impl_->stop(milliseconds(0));
}

void Server::start() {
    impl_->start();
}

std::uint16_t Server::port() const {
    return impl_->port;
}

void Server::stop(milliseconds grace) {
    impl_->stop(grace);
}

bool Server::stopped() const {
    return impl_->state->stopping && impl_->loops == 0 && impl_->state->connections.size() == 0;
}

std::size_t Server::connections() const {
    return impl_->state->connections.size();
}

}  // namespace chaffinch::http
