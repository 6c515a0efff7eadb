// Passwords: argon2id (libsodium), on threads of their own, few at once.
//
// opslimit 3, memlimit 64 MiB: 146 ms a hash when measured, well over OWASP's floor. Two at once
// and sixteen waiting bound the memory that strangers can make us use (reliability 4.5).

#pragma once

#include "engine/types/result.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <string>

namespace chaffinch::auth {

/// Work factor. Tests take the least that libsodium allows.
struct HashCost {
    unsigned long long operations = 3;
    std::size_t memory_bytes = std::size_t{64} << 20U;
};

/// Errors: invalid, with the rule that the password breaks: 15 to 128 characters, and none of the
/// few that everybody tries first.
Result<void> acceptable_password(const std::string& password);

class PasswordHasher {
  public:
    explicit PasswordHasher(HashCost cost = {});
    ~PasswordHasher();

    /// On the calling thread; for administrative commands.
    [[nodiscard]] std::string hash_now(const std::string& password) const;

    /// The same on a thread of its own. Errors: overloaded when sixteen are waiting.
    boost::asio::awaitable<Result<std::string>> hash(std::string password);

    /// True when `password` matches `stored`. An unreadable hash never matches. An empty `stored`
    /// (unknown login) costs as much as a known one and never matches.
    /// Errors: overloaded when sixteen are waiting.
    boost::asio::awaitable<Result<bool>> verify(std::string password, std::string stored);

  private:
    class Place;

    HashCost cost_;
    std::string dummy_;  ///< hash of a random secret: the price of an unknown login
    std::atomic<int> waiting_{0};
    boost::asio::thread_pool threads_{2};
};

}  // namespace chaffinch::auth
