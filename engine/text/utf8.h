// UTF-8, read totally: any bytes become code points, none is ever skipped.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chaffinch::text {

/// Stands for a byte that belongs to no well-formed sequence.
inline constexpr char32_t replacement_character = 0xFFFD;

struct Decoded {
    char32_t value = replacement_character;
    std::uint32_t size = 1;  ///< bytes read, 1 to 4
};

/// decode_at() and append_utf8() for what is not ASCII.
Decoded decode_sequence_at(std::string_view bytes, std::size_t at);
void append_sequence(std::string& out, char32_t value);

/// The code point at `at` (which is inside `bytes`). A byte that does not begin a well-formed
/// sequence (Unicode 15.0, table 3-7) is read alone, as U+FFFD.
inline Decoded decode_at(std::string_view bytes, std::size_t at) {
    const unsigned byte = at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    return byte < 0x80 ? Decoded{byte, 1} : decode_sequence_at(bytes, at);
}

inline void append_utf8(std::string& out, char32_t value) {
    if (value < 0x80) {
        out.push_back(static_cast<char>(value));
    } else {
        append_sequence(out, value);
    }
}

/// True when no byte is over 0x7F.
bool is_ascii(std::string_view bytes);

/// The last character border at or before `at`.
std::size_t border_before(std::string_view bytes, std::size_t at);

constexpr bool is_ascii_lower(char32_t c) {
    return c >= U'a' && c <= U'z';
}

constexpr bool is_ascii_upper(char32_t c) {
    return c >= U'A' && c <= U'Z';
}

constexpr bool is_ascii_letter(char32_t c) {
    return is_ascii_lower(c) || is_ascii_upper(c);
}

constexpr bool is_ascii_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

constexpr bool is_ascii_alnum(char32_t c) {
    return is_ascii_letter(c) || is_ascii_digit(c);
}

constexpr bool is_ascii_space(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r');
}

constexpr char to_ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace chaffinch::text
