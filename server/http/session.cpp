// The life of one connection: request after request. What touches the socket is in session_io.cpp.

#include "server/http/session.h"

#include "server/http/response_writer.h"
#include "server/runtime/random_id.h"
#include "server/telemetry/log.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace chaffinch::http {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// Beast's buffers grow without end unless told: 16 KiB hold the longest head twice.
constexpr std::size_t max_buffer = 16 * 1024;

/// One of the places for running handlers, while there is one.
class Place {
  public:
    Place(std::atomic<std::size_t>& taken, std::size_t places) : taken_(taken) {
        got_ = taken_.fetch_add(1, std::memory_order_relaxed) < places;
    }

    ~Place() { taken_.fetch_sub(1, std::memory_order_relaxed); }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    [[nodiscard]] bool got() const { return got_; }

  private:
    std::atomic<std::size_t>& taken_;
    bool got_;
};

Response options_answer(const std::string& allow) {
    Response response;
    response.status = 204;
    response.headers.emplace_back("Allow", allow);
    return response;
}

Response no_route_answer(const Request& request, const std::string& allow) {
    if (allow.empty()) {
        return problem(404, "Not Found", "There is nothing at this path.", request.request_id);
    }
    if (request.method == "OPTIONS") return options_answer(allow);
    Response response = problem(
        405, "Method Not Allowed", "This path does not know this method.", request.request_id
    );
    response.headers.emplace_back("Allow", allow);
    return response;
}

std::string what_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "not a std::exception";
    }
}

bool is_out_of_memory(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::bad_alloc&) {
        return true;
    } catch (...) {
        return false;
    }
}

/// How a coroutine ends that abort() reached between two waits.
bool is_cancellation(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

}  // namespace

ServerState::ServerState(
    Options given,
    TrustedProxies proxies,
    std::shared_ptr<const Router> routes,
    telemetry::Metrics& counters
)
    : options(std::move(given)),
      trusted(std::move(proxies)),
      router(std::move(routes)),
      metrics(counters),
      no_route_metrics(counters.route("none")) {
    for (const Route& route : router->routes()) {
        route_metrics.push_back(&metrics.route(route.pattern));
    }
}

Session::Session(
    asio::ip::tcp::socket socket, asio::ip::address peer, std::shared_ptr<ServerState> state
)
    : socket_(std::move(socket)),
      peer_(std::move(peer)),
      state_(std::move(state)),
      buffer_(max_buffer) {
    state_->connections.enter(this, peer_);
    state_->metrics.connection_opened();
    enter(Phase::idle, state_->options.limits.header);
}

Session::~Session() {
    state_->metrics.connection_closed();
    state_->connections.leave(this, peer_);
}

void Session::start() {
    // The last of three catch sites: whatever escapes ends this connection and no other.
    auto ended = [self = shared_from_this()](const std::exception_ptr& failure) {
        if (!failure || is_cancellation(failure)) return;
        telemetry::log(telemetry::Level::error, "session_failed", {{"what", what_of(failure)}});
    };
    auto slot = cancel_handler_.slot();
    asio::co_spawn(
        socket_.get_executor(),
        run(shared_from_this()),
        asio::bind_cancellation_slot(slot, std::move(ended))
    );
}

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
    while (co_await self->serve_one()) {
    }
}

asio::awaitable<bool> Session::serve_one() {
    Request request;
    HeadParser parser(request);
    const ReadHead read = co_await read_head(parser);
    if (read == ReadHead::closed) co_return false;

    started_ = steady_clock::now();
    route_metrics_ = &state_->no_route_metrics;
    request_id_ = runtime::random_id("req_");
    head_only_ = request.method == "HEAD";
    takes_chunks_ = parser.version() == 11;
    if (read == ReadHead::refused) {
        const Refusal refusal{
            parser.refusal_status(), "head", "The head of the request cannot be read."
        };
        co_return co_await refuse(refusal);
    }

    const Head head{parser.version(), request, parser.declared_length()};
    auto passed = pass_front_gate(head, state_->options.hosts, *state_->router);
    if (const auto* refusal = std::get_if<Refusal>(&passed)) co_return co_await refuse(*refusal);
    Admitted& admitted = std::get<Admitted>(passed);

    const bool skip_body = admitted.match.route == nullptr && admitted.length > 0;
    if (!skip_body && !co_await read_body(request, admitted)) co_return false;

    request.request_id = request_id_;
    request.client_address = client_address(peer_, request, state_->trusted).to_string();
    request.path = std::move(admitted.target.path);
    request.query = std::move(admitted.target.query);
    ++served_;
    Response response = co_await respond(std::move(request), std::move(admitted.match));
    const bool close = skip_body || response.close || !may_go_on(parser);
    co_return co_await send(std::move(response), close);
}

asio::awaitable<Response> Session::respond(Request request, Router::Match match) {
    if (match.route == nullptr) co_return no_route_answer(request, match.allow);
    const std::span<const Route> routes = state_->router->routes();
    route_metrics_ = state_->route_metrics[static_cast<std::size_t>(match.route - routes.data())];
    const Place place(state_->in_flight, state_->options.limits.requests_in_flight);
    if (!place.got()) {
        state_->metrics.request_refused("overload");
        const Error error{Errc::overloaded, "Too many requests are being worked on; try again."};
        co_return problem(error, request_id_);
    }
    request.route = match.route->pattern;
    for (auto& [name, value] : match.parameters) {
        request.path_parameters.emplace(std::move(name), std::move(value));
    }
    co_return co_await call(*match.route, std::move(request));
}

asio::awaitable<Response> Session::call(const Route& route, Request request) {
    enter(Phase::handler, state_->options.limits.handler);
    Response response;
    std::exception_ptr failure;
    // The first of three catch sites: logged here, disclosed nowhere.
    try {
        response = co_await route.handler(std::move(request));
    } catch (...) {
        failure = std::current_exception();
    }
    // A cancelled coroutine refuses every further wait until it is told that it was heard.
    if (late_) co_await asio::this_coro::reset_cancellation_state();
    // A handler may have turned its own cancellation into a 500; the reason is better known here.
    if (failure || (late_ && response.status == 500)) response = answer_for(failure, route.pattern);
    co_return response;
}

/// The second of three catch sites: the head of the answer is out, so all that is left is to end
/// the connection in the middle of the body.
asio::awaitable<std::optional<std::string>> Session::next_piece(const BodySource& source) {
    enter(Phase::streaming, state_->options.limits.stream_gap);
    std::optional<std::string> piece;
    std::exception_ptr failure;
    try {
        piece = co_await source();
    } catch (...) {
        failure = std::current_exception();
    }
    if (late_) co_await asio::this_coro::reset_cancellation_state();
    piece_failed_ = failure || late_;
    if (piece_failed_) {
        const std::string what = late_ ? std::string("nothing came in time") : what_of(failure);
        const bool cut_off = !late_ && is_cancellation(failure);
        if (!cut_off) {
            telemetry::log(
                telemetry::Level::warning,
                "stream_failed",
                {{"request_id", request_id_}, {"what", std::string_view(what)}}
            );
        }
        co_return std::nullopt;
    }
    co_return piece;
}

Response Session::answer_for(std::exception_ptr failure, std::string_view route) {
    if (late_) {
        telemetry::log(
            telemetry::Level::warning,
            "handler_late",
            {{"request_id", request_id_}, {"route", route}}
        );
        return problem(
            {Errc::overloaded, "The request took too long and was given up."}, request_id_
        );
    }
    if (state_->options.map_exception) {
        if (auto mapped = state_->options.map_exception(failure, request_id_))
            return *std::move(mapped);
    }
    if (state_->stopping &&
        is_cancellation(failure)) {  // abort() cut it off; there is nobody to answer
        return problem({Errc::overloaded, "The server is stopping."}, request_id_);
    }
    telemetry::log(
        telemetry::Level::error,
        "handler_failed",
        {{"request_id", request_id_}, {"route", route}, {"what", what_of(failure)}}
    );
    if (is_out_of_memory(failure))
        return problem({Errc::overloaded, "Out of memory."}, request_id_);
    return problem(
        500, "Internal Server Error", "The fault is ours; it was logged with this id.", request_id_
    );
}

asio::awaitable<bool> Session::refuse(Refusal refusal) {
    state_->metrics.request_refused(refusal.why);
    Response response =
        problem(refusal.status, reason_phrase(refusal.status), refusal.detail, request_id_);
    if (refusal.status == 405) {
        response.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    }
    co_await send(std::move(response), /*close=*/true);
    co_return false;
}

bool Session::may_go_on(const HeadParser& parser) const {
    const Limits& limits = state_->options.limits;
    return parser.version() == 11 && parser.keep_alive() &&
           served_ < limits.requests_per_connection &&
           steady_clock::now() - opened_ < limits.connection && !state_->stopping;
}

}  // namespace chaffinch::http
