// Feed: what is happening, for everybody who watches. A ring of the newest changes that all readers
// share; a reader is a place in it. So memory is bounded however many read, and a reader who falls
// behind by a whole ring is let go, never waited for.

#pragma once

#include "engine/types/result.h"
#include "server/store/changes.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::review {

struct FeedLimits {
    std::size_t kept = 4'096;   ///< changes: minutes of a busy site
    std::size_t readers = 256;  ///< each of them costs a connection
};

class Feed {
  public:
    explicit Feed(FeedLimits limits = {});
    ~Feed();
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    /// Any thread; never waits for a reader.
    void publish(std::vector<store::Change> changes);

    struct Item {
        std::string id{};  ///< to go on behind it, see open()
        store::Change change{};
    };

    struct News {
        std::vector<Item> items{};
        std::string last_id{};  ///< of the newest change looked at, shown or not
        bool resync = false;    ///< changes were missed: read everything anew
        bool over = false;      ///< the feed was closed, or the reader fell behind: no more comes
    };

    class Reader {
      public:
        ~Reader();

        /// What came since, of the reader's sites; waits up to `patience` for it. Nothing is not an
        /// error. One call at a time, always from the same strand.
        boost::asio::awaitable<News> next(std::chrono::milliseconds patience);

      private:
        friend class Feed;
        struct Place;
        explicit Reader(std::shared_ptr<Place> place);
        std::shared_ptr<Place> place_;
    };

    /// Begins behind the change with the id `last_id` ("" or an id that is not known any more: now;
    /// the latter with resync). `sites`: empty means all. Errors: overloaded (too many readers, or
    /// the feed is closed).
    Result<std::shared_ptr<Reader>> open(std::string_view last_id, std::vector<SiteId> sites);

    /// Ends all readers; later ones are refused. Any thread, idempotent.
    void close();

    [[nodiscard]] std::size_t readers() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace chaffinch::review
