// What a session does with its socket: reading a head and a body, writing an answer, lingering, and
// ending what is late.

#include "server/http/response_writer.h"
#include "server/http/session.h"
#include "server/telemetry/log.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace chaffinch::http {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t read_piece = 4 * 1024;

/// A body grows as it arrives, never by what it declares: 4,096 promises of 1 MiB cost nothing.
constexpr std::size_t body_piece = 16 * 1024;

/// After a refusal the rest of what was sent is read and dropped for a moment, so that the answer
/// is not lost to a reset (RFC 9112, 9.6). Bounded, since an attacker sends for ever.
constexpr std::size_t linger_bytes = 32 * 1024;
constexpr milliseconds linger_time{1'000};

/// Above this size an answer may take longer than Limits::write, by the slowest rate we bear.
constexpr std::size_t large_answer = 64 * 1024;
constexpr std::size_t slowest_bytes_per_second = 8 * 1024;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

milliseconds write_limit(const Limits& limits, std::size_t bytes) {
    if (bytes <= large_answer) return limits.write;
    return limits.write + milliseconds(1'000 * (bytes - large_answer) / slowest_bytes_per_second);
}

double seconds_since(steady_clock::time_point start) {
    return std::chrono::duration<double>(steady_clock::now() - start).count();
}

}  // namespace

asio::awaitable<Session::ReadHead> Session::read_head(HeadParser& parser) {
    const Limits& limits = state_->options.limits;
    if (served_ > 0) enter(Phase::idle, limits.idle);
    bool fresh = buffer_.size() > 0;  // a pipelined request may be waiting
    for (;;) {
        if (fresh) {
            if (phase_ == Phase::idle && served_ > 0) enter(Phase::head, limits.header);
            phase_ = Phase::head;
            std::size_t used = 0;
            const auto bytes = buffer_.cdata();
            const auto progress =
                parser.feed({static_cast<const char*>(bytes.data()), bytes.size()}, used);
            buffer_.consume(used);
            if (progress == HeadParser::Progress::done) co_return ReadHead::done;
            if (progress == HeadParser::Progress::refused) co_return ReadHead::refused;
        }
        if (phase_ == Phase::idle && state_->stopping) co_return ReadHead::closed;
        if (!co_await read_some()) {
            if (!late_ || phase_ != Phase::head) co_return ReadHead::closed;
            parser.refuse_late();
            co_return ReadHead::refused;
        }
        fresh = true;
    }
}

asio::awaitable<bool> Session::read_some() {
    const std::size_t room = std::min(read_piece, buffer_.max_size() - buffer_.size());
    const auto [error, count] = co_await socket_.async_read_some(buffer_.prepare(room), quietly);
    if (error) co_return false;
    buffer_.commit(count);
    co_return true;
}

asio::awaitable<bool> Session::read_body(Request& request, const Admitted& admitted) {
    if (admitted.length == 0) co_return true;
    enter(Phase::body, state_->options.limits.body);
    const auto length = static_cast<std::size_t>(admitted.length);
    const std::size_t here = std::min(length, buffer_.size());
    request.body.assign(static_cast<const char*>(buffer_.cdata().data()), here);
    buffer_.consume(here);
    if (admitted.wants_continue && here < length) {
        const auto [error, sent] =
            co_await asio::async_write(socket_, asio::buffer(continue_line), quietly);
        if (error) co_return false;
    }
    while (request.body.size() < length) {
        const std::size_t have = request.body.size();
        const std::size_t piece = std::min(length - have, std::max(body_piece, have));
        request.body.resize(have + piece);
        const auto target = asio::buffer(request.body.data() + have, piece);
        const auto [error, count] = co_await asio::async_read(socket_, target, quietly);
        if (!error) continue;
        if (late_) {
            const Refusal refusal{408, "slow_body", "The body took too long to arrive."};
            co_await refuse(refusal);
        }
        co_return false;
    }
    co_return true;
}

asio::awaitable<bool> Session::send(Response response, bool close) {
    const bool chunked = response.stream != nullptr && takes_chunks_;
    const HeadContext context{
        .request_id = request_id_,
        .close = close,
        .behind_tls = state_->options.behind_tls,
        .chunked = chunked
    };
    if (!write_head(head_, response, context)) {
        telemetry::log(
            telemetry::Level::error, "bad_response_field", {{"request_id", request_id_}}
        );
        response = problem(
            500,
            "Internal Server Error",
            "The fault is ours; it was logged with this id.",
            request_id_
        );
        write_head(head_, response, context);
    }
    const bool with_body = !head_only_ && may_have_body(response.status);
    const bool streamed = response.stream != nullptr;
    const std::size_t body_size = with_body && !streamed ? response.body.size() : 0;
    enter(Phase::writing, write_limit(state_->options.limits, body_size));
    const std::array<asio::const_buffer, 2> pieces{
        asio::buffer(head_), asio::buffer(response.body.data(), body_size)
    };
    const auto [error, sent] = co_await asio::async_write(socket_, pieces, quietly);
    route_metrics_->finished(response.status, seconds_since(started_));
    if (error) co_return false;
    if (streamed && with_body && !co_await send_pieces(response.stream, chunked)) co_return false;
    if (close) co_await linger();
    co_return !close;
}

/// False when the connection is of no further use: the reader is gone or too slow, or the body is
/// not whole.
asio::awaitable<bool> Session::send_pieces(const BodySource& source, bool chunked) {
    const Limits& limits = state_->options.limits;
    for (;;) {
        const std::optional<std::string> piece = co_await next_piece(source);
        if (piece_failed_) co_return false;
        if (!piece) break;
        if (piece->empty()) continue;
        const std::string head = chunked ? chunk_head(piece->size()) : std::string();
        const std::string_view end = chunked ? chunk_end : std::string_view();
        const std::array<asio::const_buffer, 3> parts{
            asio::buffer(head), asio::buffer(*piece), asio::buffer(end)
        };
        enter(Phase::writing, write_limit(limits, piece->size()));
        const auto [error, sent] = co_await asio::async_write(socket_, parts, quietly);
        if (error) co_return false;
    }
    if (!chunked) co_return true;
    enter(Phase::writing, limits.write);
    const auto [error, sent] =
        co_await asio::async_write(socket_, asio::buffer(last_chunk), quietly);
    co_return !error;
}

asio::awaitable<void> Session::linger() {
    boost::system::error_code closed;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, closed);
    enter(Phase::lingering, linger_time);
    buffer_.consume(buffer_.size());
    for (std::size_t dropped = 0; dropped < linger_bytes && !closed;) {
        const auto [error, count] =
            co_await socket_.async_read_some(buffer_.prepare(read_piece), quietly);
        if (error) co_return;
        dropped += count;  // never committed: the next read overwrites it
    }
}

void Session::enter(Phase phase, milliseconds limit) {
    phase_ = phase;
    late_ = false;
    const Time end = steady_clock::now() + limit;
    deadline_.store(end.time_since_epoch().count(), std::memory_order_relaxed);
}

bool Session::is_late(Time now) const {
    return now.time_since_epoch().count() >= deadline_.load(std::memory_order_relaxed);
}

void Session::end_if_late() {
    asio::post(socket_.get_executor(), [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self && self->is_late(steady_clock::now())) self->on_late();
    });
}

void Session::on_late() {
    const bool again = std::exchange(late_, true);
    boost::system::error_code error;
    if (phase_ != Phase::handler && phase_ != Phase::streaming) {
        socket_.cancel(error);  // repeated by each sweep, should it fall between two reads
        return;
    }
    if (again) socket_.close(error);
    cancel_handler_.emit(asio::cancellation_type::terminal);
    const Time end = steady_clock::now() + state_->options.limits.handler;
    deadline_.store(end.time_since_epoch().count(), std::memory_order_relaxed);
}

void Session::end_if_idle() {
    asio::post(socket_.get_executor(), [weak = weak_from_this()] {
        const auto self = weak.lock();
        boost::system::error_code error;
        if (self && self->phase_ == Phase::idle) self->socket_.cancel(error);
    });
}

void Session::abort() {
    asio::post(socket_.get_executor(), [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        boost::system::error_code error;
        self->socket_.close(error);
        self->cancel_handler_.emit(asio::cancellation_type::terminal);
    });
}

}  // namespace chaffinch::http
