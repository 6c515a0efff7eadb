// Ids from time and kernel randomness. Random bytes are fetched for 51 ids at a time: one system
// call an id would be the dearest part of naming a request.

#include "server/runtime/random_id.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

namespace chaffinch::runtime {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t time_characters = 10;
constexpr std::size_t random_size = 10;
constexpr std::size_t random_characters = 16;

/// Bytes of one thread, each handed out once and wiped.
class RandomPool {
  public:
    std::array<std::byte, random_size> take() {
        if (next_ + random_size > pool_.size()) {
            random_bytes(pool_);
            next_ = 0;
        }
        std::array<std::byte, random_size> bytes{};
        for (std::byte& byte : bytes) {
            byte = pool_[next_];
            pool_[next_++] = std::byte{0};
        }
        return bytes;
    }

  private:
    std::array<std::byte, 51 * random_size> pool_{};
    std::size_t next_ = pool_.size();
};

void append_time(std::string& out, Timestamp now) {
    const auto count = now.time_since_epoch().count();
    const std::uint64_t milliseconds = count > 0 ? static_cast<std::uint64_t>(count) : 0;
    for (std::size_t i = 0; i < time_characters; ++i) {
        const std::size_t shift = 5 * (time_characters - 1 - i);
        out += alphabet[(milliseconds >> shift) & 31U];
    }
}

void append_random(std::string& out, const std::array<std::byte, random_size>& bytes) {
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const std::byte byte : bytes) {
        bits = (bits << 8U) | std::to_integer<std::uint32_t>(byte);
        held += 8;
        while (held >= 5) {
            held -= 5;
            out += alphabet[(bits >> held) & 31U];
        }
    }
}

}  // namespace

std::string random_id(std::string_view prefix, Timestamp now) {
    thread_local RandomPool pool;
    std::string id;
    id.reserve(prefix.size() + time_characters + random_characters);
    id += prefix;
    append_time(id, now);
    append_random(id, pool.take());
    return id;
}

std::string random_id(std::string_view prefix) {
    return random_id(
        prefix, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())
    );
}

void random_bytes(std::span<std::byte> out) {
    while (!out.empty()) {
        const auto got = ::getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace chaffinch::runtime
