// Counting characters of valid UTF-8.

#pragma once

#include <cstddef>
#include <string_view>

namespace chaffinch {

/// Number of code points of valid UTF-8: every byte that does not continue a character begins one.
constexpr std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
    }
    return count;
}

}  // namespace chaffinch
