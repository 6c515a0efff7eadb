// LoginLimits: how often an account or an address may fail to log in (reliability 4.5).
//
// Five failures an account and twenty an address (/24 or /64) within 15 minutes; then log-ins are
// refused until the window has passed, before any password is hashed. An attempt counts as failed
// from its beginning, so that a hundred at once are not a hundred guesses. Bounded memory: 10,000
// names, the oldest forgotten first.

#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace chaffinch::auth {

/// The /24 of an IPv4 address, the /64 of an IPv6 one; other text as it is.
std::string network_of(std::string_view address);

class LoginLimits {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Whether an attempt may be made now; it is counted when it may. Any thread.
    [[nodiscard]] bool begin(const std::string& login, const std::string& address, Time now);

    /// The attempt was none of a stranger: the account starts anew, the network gets its one back.
    void succeeded(const std::string& login, const std::string& address);

    /// The same where no account is named yet: the network alone counts.
    [[nodiscard]] bool begin_unnamed(const std::string& address, Time now);
    void succeeded_unnamed(const std::string& address);

  private:
    struct Window {
        Time begun{};
        int failures = 0;
    };

    bool under(const std::string& key, int limit, Time now);
    void count(const std::string& key, Time now);
    void give_back(const std::string& network);

    std::mutex mutex_{};
    std::map<std::string, Window> windows_{};
    std::deque<std::string> order_{};
};

}  // namespace chaffinch::auth
