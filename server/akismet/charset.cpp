// The two charsets that blogs had before UTF-8, and repair.

#include "server/akismet/charset.h"

#include "server/http/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace chaffinch::akismet {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Code points of Windows-1252 from 0x80 to 0x9F
/// (https://encoding.spec.whatwg.org/index-windows-1252.txt).
constexpr std::array<std::uint16_t, 32> high_1252{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178
};

constexpr std::array<std::string_view, 6> names_of_1252{
    "iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252", "us-ascii"
};

void append(std::string& out, std::uint16_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    }
}

std::string from_1252(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0) {
            out += replacement;
        } else {
            append(out, byte >= 0x80 && byte < 0xA0 ? high_1252[byte - 0x80U] : byte);
        }
    }
    return out;
}

/// Length of the character at the start of `bytes`; 0 when there is none.
std::size_t character_length(std::string_view bytes) {
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, bytes.size()); ++length) {
        if (http::is_utf8(bytes.substr(0, length))) return length;
    }
    return 0;
}

std::string repaired(std::string_view bytes) {
    std::string out;
    while (!bytes.empty()) {
        const std::size_t length = bytes.front() == '\0' ? 0 : character_length(bytes);
        if (length == 0) {
            out += replacement;
        } else {
            out += bytes.substr(0, length);
        }
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

bool is_1252(std::string_view charset) {
    std::string name(charset);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::ranges::find(names_of_1252, name) != names_of_1252.end();
}

}  // namespace

std::string as_utf8(std::string_view bytes, std::string_view charset) {
    if (http::is_utf8(bytes) && bytes.find('\0') == std::string_view::npos) {
        return std::string(bytes);
    }
    return is_1252(charset) ? from_1252(bytes) : repaired(bytes);
}

}  // namespace chaffinch::akismet
