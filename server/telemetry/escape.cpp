// Escaping of log values, one code point at a time.

#include "server/telemetry/escape.h"

#include <array>
#include <cstdint>

namespace chaffinch::telemetry {

namespace {

constexpr char32_t bad = 0xFFFD;

struct CodePoint {
    char32_t value;
    std::size_t size;  ///< bytes used, at least 1
};

bool is_continuation(unsigned char byte) {
    return (byte & 0xC0U) == 0x80U;
}

/// The first code point of a non-empty text; `bad` for anything outside Unicode 15, table 3-7.
CodePoint first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) -> unsigned char {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return {bad, 1};
    char32_t value = lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(byte(i))) return {bad, 1};
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[size] || value > 0x10FFFF || surrogate) return {bad, 1};
    return {value, size};
}

/// Controls, separators, and the invisible format characters that reorder or hide text.
bool must_escape(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFD) ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

void append_unit(std::string& out, std::uint32_t unit) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) out += hex[(unit >> (shift - 4)) & 15U];
}

void append_unicode_escape(std::string& out, char32_t c) {
    if (c < 0x10000) return append_unit(out, c);
    append_unit(out, 0xD800 + ((c - 0x10000) >> 10U));
    append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FFU));
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    std::size_t used = 0;
    while (used < text.size()) {
        const CodePoint next = first_code_point(text.substr(used));
        if (used + next.size > max_value_bytes) {
            out += "...";
            return;
        }
        if (next.value == '"' || next.value == '\\') {
            out += '\\';
            out += static_cast<char>(next.value);
        } else if (must_escape(next.value)) {
            append_unicode_escape(out, next.value);
        } else {
            out += text.substr(used, next.size);
        }
        used += next.size;
    }
}

}  // namespace chaffinch::telemetry
