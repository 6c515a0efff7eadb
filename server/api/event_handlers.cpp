// Handler of the native door for moderators: the stream of events.

#include "server/api/event_stream.h"
#include "server/api/native_api.h"
#include "server/api/queue_requests.h"
#include "server/api/replies.h"
#include "server/api/reviewer_of.h"

#include <memory>
#include <utility>

namespace chaffinch::api {

namespace {

constexpr std::size_t longest_event_id = 64;

/// What a browser may show and keep of it: nothing.
http::Response event_response(std::shared_ptr<EventStream> stream) {
    http::Response response;
    response.content_type = "text/event-stream";
    // Proxies that gather answers would hold back events (nginx takes this as a request not to).
    response.headers.emplace_back("X-Accel-Buffering", "no");
    response.stream = [stream = std::move(stream)] { return stream->next(); };
    return response;
}

}  // namespace

boost::asio::awaitable<bool> NativeApi::is_still_there(
    http::Request request, auth::ModeratorCaller as
) {
    const auto caller = co_await watching_caller(request);
    co_return caller && caller->id == as.id && caller->sites == as.sites;
}

boost::asio::awaitable<store::QueueCounts> NativeApi::counts_for(
    review::Reviewer reviewer, std::vector<SiteId> sites
) {
    return review_.counts(std::move(reviewer), std::move(sites));
}

NativeApi::Reply NativeApi::get_events(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto asked = decode_sites(request);
    if (!asked) co_return http::problem(asked.error(), request.request_id);
    const review::Reviewer reviewer = reviewer_of(*caller);
    const auto sites = review::permitted_sites(reviewer, *asked);
    if (!sites) {
        const Error error{Errc::not_found, "none of these sites is yours"};
        co_return http::problem(error, request.request_id);
    }
    const std::string_view last = request.header("last-event-id").value_or("");
    auto reader = feed_.open(last.substr(0, longest_event_id), *sites);
    if (!reader) co_return http::problem(reader.error(), request.request_id);
    co_return event_response(std::make_shared<EventStream>(
        *std::move(reader),
        caller->id,
        [this, request, as = *caller] { return is_still_there(request, as); },
        [this, reviewer, asked = *asked] { return counts_for(reviewer, asked); },
        options_.events
    ));
}

}  // namespace chaffinch::api
