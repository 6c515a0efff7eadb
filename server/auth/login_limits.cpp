// Windows of failed log-ins.

#include "server/auth/login_limits.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace chaffinch::auth {

namespace {

constexpr auto window = std::chrono::minutes{15};
constexpr int failures_an_account = 5;
constexpr int failures_a_network = 20;
constexpr std::size_t most_names = 10'000;

std::string account_key(const std::string& login) {
    return "a:" + login;
}

std::string network_key(const std::string& address) {
    return "n:" + network_of(address);
}

}  // namespace

std::string network_of(std::string_view text) {
    boost::system::error_code failed;
    auto address = boost::asio::ip::make_address(std::string(text), failed);
    if (failed) return std::string(text);
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    if (address.is_v4()) {
        return boost::asio::ip::address_v4(address.to_v4().to_uint() & 0xFFFFFF00U).to_string() +
               "/24";
    }
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6(bytes).to_string() + "/64";
}

bool LoginLimits::under(const std::string& key, int limit, Time now) {
    const auto found = windows_.find(key);
    return found == windows_.end() || now - found->second.begun >= window ||
           found->second.failures < limit;
}

void LoginLimits::count(const std::string& key, Time now) {
    const auto [found, added] = windows_.try_emplace(key);
    if (added) order_.push_back(key);
    if (added || now - found->second.begun >= window) found->second = {.begun = now, .failures = 0};
    ++found->second.failures;
    while (order_.size() > most_names) {
        windows_.erase(order_.front());
        order_.pop_front();
    }
}

bool LoginLimits::begin(const std::string& login, const std::string& address, Time now) {
    const std::scoped_lock lock(mutex_);
    const bool may = under(account_key(login), failures_an_account, now) &&
                     under(network_key(address), failures_a_network, now);
    if (!may) return false;
    count(account_key(login), now);
    count(network_key(address), now);
    return true;
}

void LoginLimits::succeeded(const std::string& login, const std::string& address) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = windows_.find(account_key(login)); found != windows_.end())
        found->second.failures = 0;
    give_back(network_key(address));
}

void LoginLimits::give_back(const std::string& network) {
    const auto found = windows_.find(network);
    if (found != windows_.end() && found->second.failures > 0) --found->second.failures;
}

bool LoginLimits::begin_unnamed(const std::string& address, Time now) {
    const std::scoped_lock lock(mutex_);
    if (!under(network_key(address), failures_a_network, now)) return false;
    count(network_key(address), now);
    return true;
}

void LoginLimits::succeeded_unnamed(const std::string& address) {
    const std::scoped_lock lock(mutex_);
    give_back(network_key(address));
}

}  // namespace chaffinch::auth
