// Counting connections, in all and by sender.

#include "server/http/connections.h"

#include "server/http/client_address.h"

namespace chaffinch::http {

bool Connections::has_room(const boost::asio::ip::address& peer, Caps caps, bool exempt) const {
    const std::scoped_lock lock(mutex_);
    if (sessions_.size() >= caps.in_all) return false;
    if (exempt) return true;
    const auto found = by_sender_.find(sender_key(peer));
    return found == by_sender_.end() || found->second < caps.per_address;
}

void Connections::enter(Session* session, const boost::asio::ip::address& peer) {
    const std::scoped_lock lock(mutex_);
    sessions_.insert(session);
    ++by_sender_[sender_key(peer)];
}

void Connections::leave(Session* session, const boost::asio::ip::address& peer) {
    const std::scoped_lock lock(mutex_);
    sessions_.erase(session);
    const auto found = by_sender_.find(sender_key(peer));
    if (--found->second == 0) by_sender_.erase(found);
}

std::size_t Connections::size() const {
    const std::scoped_lock lock(mutex_);
    return sessions_.size();
}

}  // namespace chaffinch::http
