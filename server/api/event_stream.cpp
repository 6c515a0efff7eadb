// Waiting for changes, and what has to be done meanwhile: counts, heartbeats, and asking whether
// the session is there still.

#include "server/api/event_stream.h"

#include "server/api/queue_replies.h"

#include <boost/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;
using std::chrono::steady_clock;

namespace {

std::string_view word(store::Change::Kind kind) {
    switch (kind) {
        case store::Change::Kind::arrival:
            return "arrival";
        case store::Change::Kind::decision:
            return "decision";
        case store::Change::Kind::undo:
            return "undo";
        case store::Change::Kind::change:
            return "change";
        case store::Change::Kind::claim:
            return "claim";
        case store::Change::Kind::release:
            return "release";
    }
    return "change";
}

/// JSON has no line breaks outside of strings, and within they are escaped.
std::string event(std::string_view name, const std::string& id, const json::value& data) {
    std::string out;
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    out.append("event: ").append(name).append("\ndata: ");
    return out.append(json::serialize(data)).append("\n\n");
}

}  // namespace

EventStream::EventStream(
    std::shared_ptr<review::Feed::Reader> reader,
    ModeratorId viewer,
    MayGoOn may_go_on,
    Counts counts,
    EventTimes times
)
    : reader_(std::move(reader)),
      viewer_(std::move(viewer)),
      may_go_on_(std::move(may_go_on)),
      counts_(std::move(counts)),
      times_(times),
      next_check_(steady_clock::now() + times.check),
      next_heartbeat_(steady_clock::now() + times.heartbeat) {}

boost::asio::awaitable<std::optional<std::string>> EventStream::next() {
    for (;;) {
        const Time now = steady_clock::now();
        if (now >= next_check_) {
            const bool there = co_await may_go_on_();
            if (!there) co_return std::nullopt;
            next_check_ = steady_clock::now() + times_.check;
        }
        const auto patience = std::chrono::ceil<std::chrono::milliseconds>(
            std::max(wake_up() - steady_clock::now(), steady_clock::duration::zero())
        );
        const review::Feed::News news = co_await reader_->next(patience);
        if (news.over) co_return std::nullopt;
        last_id_ = news.last_id;
        std::string out = encoded(news);
        if (!out.empty()) counts_due_ = true;
        if (counts_due_ && steady_clock::now() >= next_counts_) out += co_await counts_event();
        if (out.empty() && steady_clock::now() >= next_heartbeat_) out = ":\n\n";
        if (out.empty()) continue;
        next_heartbeat_ = steady_clock::now() + times_.heartbeat;
        co_return out;
    }
}

EventStream::Time EventStream::wake_up() const {
    const Time first = std::min(next_check_, next_heartbeat_);
    return counts_due_ ? std::min(first, next_counts_) : first;
}

boost::asio::awaitable<std::string> EventStream::counts_event() {
    const store::QueueCounts counts = co_await counts_();
    counts_due_ = false;
    next_counts_ = steady_clock::now() + times_.counts;
    co_return event("counts", last_id_, queue_counts_reply(counts));
}

std::string EventStream::encoded(const review::Feed::News& news) const {
    std::string out;
    if (news.resync) out += event("resync", news.last_id, json::object{});
    for (const review::Feed::Item& item : news.items) {
        out += event(word(item.change.kind), item.id, change_reply(item.change, viewer_));
    }
    return out;
}

}  // namespace chaffinch::api
