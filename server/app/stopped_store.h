// The store of a stopped server, opened by an administrative command, and a loop to wait on it.

#pragma once

#include "server/store/store.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <memory>
#include <optional>
#include <string>

namespace chaffinch::app {

class StoppedStore {
  public:
    /// nullopt after the reason was printed.
    static std::optional<StoppedStore> open(const std::string& data);

    StoppedStore(StoppedStore&&) = default;
    ~StoppedStore();

    template <class T>
    T wait(boost::asio::awaitable<T> work) {
        auto result = boost::asio::co_spawn(*io_, std::move(work), boost::asio::use_future);
        io_->run();
        io_->restart();
        return result.get();
    }

    store::Store& operator*() { return *store_; }

  private:
    explicit StoppedStore(std::unique_ptr<store::Store> store) : store_(std::move(store)) {}

    std::unique_ptr<boost::asio::io_context> io_ = std::make_unique<boost::asio::io_context>();
    std::unique_ptr<store::Store> store_;  ///< ends before the loop its answers come back to
};

}  // namespace chaffinch::app
