// UTF-8, read totally.

#include "engine/text/utf8.h"

#include <cstring>

namespace chaffinch::text {
namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

constexpr bool continues(std::uint32_t byte) {
    return (byte & 0xC0U) == 0x80U;
}

}  // namespace

Decoded decode_sequence_at(std::string_view bytes, std::size_t at) {
    const std::uint32_t a = byte_at(bytes, at);
    const std::uint32_t b = byte_at(bytes, at + 1);
    if (a < 0xC2 || a > 0xF4 || !continues(b)) return {};
    if (a < 0xE0) return {static_cast<char32_t>((a & 0x1FU) << 6 | (b & 0x3FU)), 2};
    const std::uint32_t c = byte_at(bytes, at + 2);
    if (!continues(c)) return {};
    if (a < 0xF0) {
        const std::uint32_t value = (a & 0x0FU) << 12 | (b & 0x3FU) << 6 | (c & 0x3FU);
        if (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF)) return {};
        return {static_cast<char32_t>(value), 3};
    }
    const std::uint32_t d = byte_at(bytes, at + 3);
    if (!continues(d)) return {};
    const std::uint32_t value =
        (a & 0x07U) << 18 | (b & 0x3FU) << 12 | (c & 0x3FU) << 6 | (d & 0x3FU);
    if (value < 0x10000 || value > 0x10FFFF) return {};
    return {static_cast<char32_t>(value), 4};
}

void append_sequence(std::string& out, char32_t value) {
    const auto byte = [&out](char32_t bits) { out.push_back(static_cast<char>(bits)); };
    if (value < 0x800) {
        byte(0xC0 | value >> 6);
        byte(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        byte(0xE0 | value >> 12);
        byte(0x80 | (value >> 6 & 0x3F));
        byte(0x80 | (value & 0x3F));
    } else {
        byte(0xF0 | value >> 18);
        byte(0x80 | (value >> 12 & 0x3F));
        byte(0x80 | (value >> 6 & 0x3F));
        byte(0x80 | (value & 0x3F));
    }
}

bool is_ascii(std::string_view bytes) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + at, 8);
        if ((eight & high_bits) != 0) return false;
    }
    for (; at < bytes.size(); ++at) {
        if (static_cast<unsigned char>(bytes[at]) > 0x7F) return false;
    }
    return true;
}

std::size_t border_before(std::string_view bytes, std::size_t at) {
    if (at >= bytes.size()) return bytes.size();
    if (!continues(byte_at(bytes, at))) return at;
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
        const std::size_t start = at - back;
        if (continues(byte_at(bytes, start))) continue;
        return decode_at(bytes, start).size > back ? start : at;
    }
    return at;
}

}  // namespace chaffinch::text
