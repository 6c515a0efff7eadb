// A store of any number of comments, the same one each time, for measuring what its size costs.
//
// Nine in ten (or as asked) were judged long ago: plain SQL writes them in large transactions
// without syncs. The others are queued and come in by the store's own calls, so that its counts,
// filters and priorities are what the server would have made. Ten million with a million queued
// take some half an hour and 8 GB.
#pragma once

#include "server/store/store.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace chaffinch::bench {

/// Of all generated comments the first was made at this Unix time (milliseconds), the n-th n
/// seconds later.
constexpr std::int64_t first_moment = 1'700'000'000'000;

struct StoreSize {
    std::int64_t rows = 10'000'000;   ///< comments
    std::int64_t queued = 1'000'000;  ///< of them, waiting for a person; from 100 to half of them
};

/// Writes a store of that size into `data`, a folder that does not exist, shows progress on the
/// standard error output, and notes the size beside the database for GeneratedStore. The site is
/// called "news". Throws std::runtime_error when the folder exists or cannot be written.
void generate_store(const std::filesystem::path& data, const StoreSize& size);

/// The author's name of the n-th comment when that is a queued one; twenty in a million share one.
std::string author_of(std::int64_t number);

/// A store that generate_store made, open, and who calls it. Not for several threads.
class GeneratedStore {
  public:
    /// Throws std::runtime_error when generate_store did not make `data`.
    explicit GeneratedStore(const std::filesystem::path& data);
    ~GeneratedStore();

    GeneratedStore(const GeneratedStore&) = delete;
    GeneratedStore& operator=(const GeneratedStore&) = delete;

    store::Store& operator*() { return *store_; }

    /// Waits for one call of the store.
    template <class T>
    T await(boost::asio::awaitable<T> work) {
        context_.restart();
        auto result = boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future);
        context_.run();
        return result.get();
    }

    [[nodiscard]] const StoreSize& size() const { return size_; }

    /// How many articles have comments: "a-1" and on.
    [[nodiscard]] std::int64_t articles() const;

    /// The number of a queued comment; those of neighbouring rounds are far apart.
    [[nodiscard]] std::int64_t some_held(int round) const;

    /// A queued comment that was never given before, by any measurement of this store; spread over
    /// the whole queue.
    CommentId next_held();

  private:
    boost::asio::io_context context_{};
    std::filesystem::path data_;
    std::unique_ptr<store::Store> store_{};
    StoreSize size_{};
    std::int64_t taken_ = 0;
};

}  // namespace chaffinch::bench
