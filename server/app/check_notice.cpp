#include "server/app/check_notice.h"

namespace chaffinch::app {

std::optional<std::string> check_notice(std::uintmax_t bytes) {
    constexpr std::uintmax_t mebibyte = 1024 * 1024;
    constexpr std::uintmax_t soon_read = 200 * mebibyte;
    if (bytes < soon_read) return std::nullopt;
    // 7.2 GiB in 48 s with a warm page cache, twice that from a disk.
    const std::uintmax_t seconds = bytes / (100 * mebibyte);
    return "checking " + std::to_string(bytes / mebibyte) +
           " MiB for damage (after a close that was not clean, and once a week): some " +
           std::to_string(seconds) + " s";
}

}  // namespace chaffinch::app
