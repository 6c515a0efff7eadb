// The pairs of capital and small letters follow the blocks of Unicode: most blocks put small
// letters at a fixed distance, or each beside its capital.

#include "server/store/sqlite/fold_case.h"

#include <cstddef>

namespace chaffinch::store::sqlite {

namespace {

constexpr char32_t last_folded = 0x52F;

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

/// Letters in pairs, the capital at an even code point.
bool even_capitals(char32_t c) {
    return within(c, 0x100, 0x12F) || within(c, 0x132, 0x137) || within(c, 0x14A, 0x177) ||
           within(c, 0x1DE, 0x1EF) || within(c, 0x1F8, 0x21F) || within(c, 0x222, 0x233) ||
           within(c, 0x370, 0x373) || within(c, 0x3D8, 0x3EF) || within(c, 0x460, 0x481) ||
           within(c, 0x48A, 0x4BF) || within(c, 0x4D0, 0x52F);
}

/// Letters in pairs, the capital at an odd code point.
bool odd_capitals(char32_t c) {
    return within(c, 0x139, 0x148) || within(c, 0x179, 0x17E) || within(c, 0x1CD, 0x1DC) ||
           within(c, 0x4C1, 0x4CE);
}

char32_t small(char32_t c) {
    if (within(c, 0xC0, 0xDE) && c != 0xD7) return c + 0x20;
    if (even_capitals(c)) return c | 1U;
    if (odd_capitals(c)) return c % 2 == 1 ? c + 1 : c;
    if (c == 0x178) return 0xFF;
    if (c == 0x386) return 0x3AC;
    if (within(c, 0x388, 0x38A)) return c + 0x25;
    if (c == 0x38C) return 0x3CC;
    if (c == 0x38E || c == 0x38F) return c + 0x3F;
    if (within(c, 0x391, 0x3AB) && c != 0x3A2) return c + 0x20;
    if (c == 0x3C2) return 0x3C3;  // the sigma at the end of a word
    if (within(c, 0x400, 0x40F)) return c + 0x50;
    if (within(c, 0x410, 0x42F)) return c + 0x20;
    return c;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto first = static_cast<unsigned char>(out[i]);
        if (first >= 'A' && first <= 'Z') {
            out[i] = static_cast<char>(first + ('a' - 'A'));
            continue;
        }
        // Folded letters beyond ASCII have two bytes, before and after.
        if (first < 0xC3 || first > 0xD4 || i + 1 == out.size()) continue;
        const auto second = static_cast<unsigned char>(out[i + 1]);
        if ((second & 0xC0U) != 0x80) continue;
        const char32_t c = (char32_t{first} & 0x1FU) << 6U | (second & 0x3FU);
        const char32_t folded_letter = c <= last_folded ? small(c) : c;
        out[i] = static_cast<char>(0xC0U | folded_letter >> 6U);
        out[++i] = static_cast<char>(0x80U | (folded_letter & 0x3FU));
    }
    return out;
}

bool holds_folded(std::string_view text, const std::string& needle) {
    return folded(text).find(needle) != std::string::npos;
}

}  // namespace chaffinch::store::sqlite
