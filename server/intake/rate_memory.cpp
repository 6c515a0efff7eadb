// Rates in memory.

#include "server/intake/rate_memory.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace chaffinch::intake {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t most_counted = 1'000;
// A machine of two cores accepts some thousand comments a second at its best; the longest windows
// hold what a large newspaper gets in a day.
constexpr std::size_t most_in_10_minutes = 200'000;
constexpr std::size_t most_in_an_hour = 300'000;
constexpr std::size_t most_in_a_day = 500'000;

int limited(std::uint32_t count) {
    return static_cast<int>(std::min(count, most_counted));
}

std::string_view bytes_of(const std::uint64_t& number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

}  // namespace

RateMemory::RateMemory(std::uint64_t seed)
    : seed_(seed),
      authors_(10min, most_in_10_minutes),
      networks_(1h, most_in_an_hour),
      texts_(24h, most_in_a_day),
      hosts_(24h, most_in_an_hour) {}

std::uint64_t RateMemory::key(char kind, const SiteId& site, std::string_view value) const {
    // The first hash seeds the second, so that no site can be written to look like another's value.
    std::uint64_t hash = XXH3_64bits_withSeed(&kind, 1, seed_);
    hash = XXH3_64bits_withSeed(site.value.data(), site.value.size(), hash);
    return XXH3_64bits_withSeed(value.data(), value.size(), hash);
}

RateFacts RateMemory::rates(const store::Arrival& arrival) {
    const auto& [site, now, text] = std::tie(arrival.site, arrival.at, arrival.fingerprint.exact);
    RateFacts rates;
    const std::scoped_lock lock(mutex_);
    if (!arrival.author_key.empty()) {
        rates.author_10m = limited(authors_.count(key('a', site, arrival.author_key), now));
    }
    if (!arrival.network.empty()) {
        rates.ip_1h = limited(networks_.count(key('n', site, arrival.network), now));
    }
    if (text != 0) rates.text_24h = limited(texts_.count(key('t', site, bytes_of(text)), now));
    for (const std::string& host : arrival.link_hosts) {
        const int articles = limited(hosts_.count(key('h', site, host), now));
        rates.host_24h_articles = std::max(rates.host_24h_articles.value_or(0), articles);
    }
    return rates;
}

void RateMemory::add(const store::Arrival& arrival) {
    const auto& [site, at, text] = std::tie(arrival.site, arrival.at, arrival.fingerprint.exact);
    const std::scoped_lock lock(mutex_);
    if (!arrival.author_key.empty()) authors_.add(key('a', site, arrival.author_key), at);
    if (!arrival.network.empty()) networks_.add(key('n', site, arrival.network), at);
    if (text != 0) texts_.add(key('t', site, bytes_of(text)), at);
    if (arrival.link_hosts.empty()) return;
    const std::uint64_t article = key('p', site, arrival.article.value);
    for (const std::string& host : arrival.link_hosts) {
        hosts_.add(key('h', site, host), article, at);
    }
}

}  // namespace chaffinch::intake
