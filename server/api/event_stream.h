// EventStream: the feed of changes as server-sent events (WHATWG HTML, 9.2), for one moderator.

#pragma once

#include "server/review/feed.h"
#include "server/store/reviews.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace chaffinch::api {

struct EventTimes {
    /// A comment line that often, so that proxies and we ourselves notice a dead connection.
    std::chrono::milliseconds heartbeat{10'000};
    /// How long after a log-out or the end of the session the stream may go on.
    std::chrono::milliseconds check{3'000};
    /// The least time between two `counts`.
    std::chrono::milliseconds counts{1'000};
};

class EventStream {
  public:
    /// Whether the moderator may still see what he saw when the stream began.
    using MayGoOn = std::function<boost::asio::awaitable<bool>()>;
    using Counts = std::function<boost::asio::awaitable<store::QueueCounts>()>;

    EventStream(
        std::shared_ptr<review::Feed::Reader> reader,
        ModeratorId viewer,
        MayGoOn may_go_on,
        Counts counts,
        EventTimes times
    );

    /// The next bytes of the stream; nullopt at its end. See http::BodySource.
    boost::asio::awaitable<std::optional<std::string>> next();

  private:
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] std::string encoded(const review::Feed::News& news) const;
    [[nodiscard]] Time wake_up() const;
    boost::asio::awaitable<std::string> counts_event();

    std::shared_ptr<review::Feed::Reader> reader_;
    const ModeratorId viewer_;
    MayGoOn may_go_on_;
    Counts counts_;
    const EventTimes times_;
    std::string last_id_{};
    bool counts_due_ = true;
    Time next_counts_{};
    Time next_check_;
    Time next_heartbeat_;
};

}  // namespace chaffinch::api
