// Waking: a reader who waits has armed a timer on his own strand; whoever publishes posts its
// cancellation to that strand, where it can only run once the wait has begun.

#include "server/review/feed.h"

#include "server/runtime/random_id.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <utility>

namespace chaffinch::review {

namespace asio = boost::asio;

struct Feed::State {
    explicit State(FeedLimits given) : limits(given) {}

    const FeedLimits limits;
    /// Tells ids of this process from those of one before it.
    const std::string run = runtime::random_id("");

    std::mutex mutex{};
    std::deque<store::Change> ring{};  ///< the newest last
    std::uint64_t newest = 0;          ///< number of the last change ever; the first is 1
    std::unordered_set<Reader::Place*> places{};
    bool closed = false;

    [[nodiscard]] std::uint64_t oldest_kept() const { return newest - ring.size() + 1; }

    [[nodiscard]] std::string id_of(std::uint64_t number) const {
        return run + "-" + std::to_string(number);
    }

    /// The number of an id of ours whose successors are all kept still.
    [[nodiscard]] std::optional<std::uint64_t> known(std::string_view id) const {
        if (!id.starts_with(run) || id.substr(run.size()).empty() || id[run.size()] != '-')
            return std::nullopt;
        id.remove_prefix(run.size() + 1);
        std::uint64_t number = 0;
        const auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), number);
        const bool read = failed == std::errc{} && end == id.data() + id.size();
        if (!read || number > newest || number + 1 < oldest_kept()) return std::nullopt;
        return number;
    }

    void wake_all();
};

struct Feed::Reader::Place : std::enable_shared_from_this<Feed::Reader::Place> {
    Place(std::shared_ptr<Feed::State> of, std::vector<SiteId> only)
        : state(std::move(of)), sites(std::move(only)) {}

    const std::shared_ptr<Feed::State> state;
    const std::vector<SiteId> sites;
    // Under the state's mutex.
    std::uint64_t seen = 0;
    bool resync = false;
    bool waiting = false;
    asio::any_io_executor executor{};
    /// On the strand of the reader.
    std::unique_ptr<asio::steady_timer> timer{};

    [[nodiscard]] bool may_see(const store::Change& change) const {
        return sites.empty() || std::ranges::find(sites, change.site) != sites.end();
    }

    /// Under the mutex. nullopt: there is nothing to tell yet.
    std::optional<News> take() {
        News news;
        news.over = state->closed || seen + 1 < state->oldest_kept();
        news.resync = std::exchange(resync, false);
        if (!news.over) {
            for (std::uint64_t number = seen + 1; number <= state->newest; ++number) {
                const store::Change& change = state->ring[number - state->oldest_kept()];
                if (may_see(change)) news.items.push_back({state->id_of(number), change});
            }
            seen = state->newest;
        }
        news.last_id = state->id_of(seen);
        if (!news.over && !news.resync && news.items.empty()) return std::nullopt;
        return news;
    }
};

void Feed::State::wake_all() {
    for (Reader::Place* place : places) {
        if (!std::exchange(place->waiting, false)) continue;
        asio::post(place->executor, [weak = place->weak_from_this()] {
            const auto woken = weak.lock();
            if (woken && woken->timer) woken->timer->cancel();
        });
    }
}

Feed::Reader::Reader(std::shared_ptr<Place> place) : place_(std::move(place)) {}

Feed::Reader::~Reader() {
    const std::scoped_lock lock(place_->state->mutex);
    place_->state->places.erase(place_.get());
}

asio::awaitable<Feed::News> Feed::Reader::next(std::chrono::milliseconds patience) {
    const std::shared_ptr<Place> place = place_;
    const auto executor = co_await asio::this_coro::executor;
    if (!place->timer) place->timer = std::make_unique<asio::steady_timer>(executor);
    const auto take_or_wait = [&]() -> std::optional<News> {
        const std::scoped_lock lock(place->state->mutex);
        auto news = place->take();
        place->executor = executor;
        place->waiting = !news;
        return news;
    };
    if (auto news = take_or_wait()) co_return *std::move(news);
    place->timer->expires_after(patience);
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await place->timer->async_wait(quietly);
    const std::scoped_lock lock(place->state->mutex);
    place->waiting = false;
    auto news = place->take();
    if (news) co_return *std::move(news);
    News nothing;
    nothing.last_id = place->state->id_of(place->seen);
    co_return nothing;
}

Feed::Feed(FeedLimits limits) : state_(std::make_shared<State>(limits)) {}

Feed::~Feed() {
    close();
}

void Feed::publish(std::vector<store::Change> changes) {
    if (changes.empty()) return;
    const std::scoped_lock lock(state_->mutex);
    for (store::Change& change : changes) {
        state_->ring.push_back(std::move(change));
        ++state_->newest;
    }
    while (state_->ring.size() > state_->limits.kept) state_->ring.pop_front();
    state_->wake_all();
}

Result<std::shared_ptr<Feed::Reader>> Feed::open(
    std::string_view last_id, std::vector<SiteId> sites
) {
    auto place = std::make_shared<Reader::Place>(state_, std::move(sites));
    const std::scoped_lock lock(state_->mutex);
    if (state_->closed) return Error{Errc::overloaded, "the server is stopping"};
    if (state_->places.size() >= state_->limits.readers) {
        return Error{Errc::overloaded, "too many are watching already; try again later"};
    }
    const auto known = state_->known(last_id);
    place->seen = known.value_or(state_->newest);
    place->resync = !last_id.empty() && !known;
    state_->places.insert(place.get());
    return std::shared_ptr<Reader>(new Reader(std::move(place)));
}

void Feed::close() {
    const std::scoped_lock lock(state_->mutex);
    state_->closed = true;
    state_->wake_all();
}

std::size_t Feed::readers() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->places.size();
}

}  // namespace chaffinch::review
