// Connections: which sessions exist and how many an address has; what the caps count and what the
// sweep for deadlines walks. A session enters itself and leaves by its destructor, so that the
// count is right however a session ends.

#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace chaffinch::http {

class Session;

class Connections {
  public:
    struct Caps {
        std::size_t in_all;
        std::size_t per_address;
    };

    /// Is there room for one more from this address? Asked by the one listener before it makes the
    /// session; `exempt`: the cap by address does not apply.
    [[nodiscard]] bool has_room(const boost::asio::ip::address& peer, Caps caps, bool exempt) const;

    void enter(Session* session, const boost::asio::ip::address& peer);
    void leave(Session* session, const boost::asio::ip::address& peer);

    [[nodiscard]] std::size_t size() const;

    /// Calls `visit(Session&)` for each, under the lock: visit must not enter or leave, and must
    /// take a weak pointer if it keeps anything, since a session in its destructor may still be
    /// listed.
    template <class Visit>
    void for_each(Visit visit) const {
        const std::scoped_lock lock(mutex_);
        for (Session* session : sessions_) visit(*session);
    }

  private:
    mutable std::mutex mutex_{};
    std::unordered_set<Session*> sessions_{};
    std::unordered_map<std::uint64_t, std::size_t> by_sender_{};
};

}  // namespace chaffinch::http
