// Enclosed letters, regional indicators, digits.

#include "engine/text/enclosed.h"

#include "engine/text/code_points.h"
#include "engine/text/utf8.h"

#include <unicode/uchar.h>

#include <cstddef>

namespace chaffinch::text {
namespace {

constexpr char32_t first_regional = 0x1F1E6;

bool is_regional(char32_t c) {
    return c >= first_regional && c < first_regional + 26;
}

/// The letter inside a negative circle or square, or 0.
char32_t enclosed_letter(char32_t c) {
    if (c >= 0x1F150 && c < 0x1F150 + 26) return U'a' + (c - 0x1F150);
    if (c >= 0x1F170 && c < 0x1F170 + 26) return U'a' + (c - 0x1F170);
    return 0;
}

/// The digit inside a circle that NFKC leaves alone (dingbats, negative and double circles), or 0.
char32_t enclosed_digit(char32_t c) {
    if (c >= 0x2776 && c <= 0x277E) return U'1' + (c - 0x2776);
    if (c >= 0x2780 && c <= 0x2788) return U'1' + (c - 0x2780);
    if (c >= 0x278A && c <= 0x2792) return U'1' + (c - 0x278A);
    if (c >= 0x24F5 && c <= 0x24FD) return U'1' + (c - 0x24F5);
    return c == 0x24FF || c == 0x1F10B || c == 0x1F10C ? U'0' : 0;
}

/// Two letters are a flag; one flag again and again is enthusiasm; the rest spells something.
bool spells_a_word(const Units& units, std::size_t begin, std::size_t end) {
    if (end - begin < 3) return false;
    for (std::size_t at = begin + 2; at < end; ++at) {
        if (units[at].value != units[at - 2].value) return true;
    }
    return false;
}

bool is_flag(char32_t first, char32_t second) {
    const char16_t pair[4] = {
        U16_LEAD(first), U16_TRAIL(first), U16_LEAD(second), U16_TRAIL(second)
    };
    return u_stringHasBinaryProperty(pair, 4, UCHAR_RGI_EMOJI_FLAG_SEQUENCE) != 0;
}

bool all_flags(const Units& units, std::size_t begin, std::size_t end) {
    if ((end - begin) % 2 != 0) return false;
    for (std::size_t at = begin; at < end; at += 2) {
        if (!is_flag(units[at].value, units[at + 1].value)) return false;
    }
    return true;
}

}  // namespace

void undo_enclosed(Units& units, FoldFlags& flags) {
    std::size_t last_enclosed = units.size();
    for (std::size_t at = 0; at < units.size(); ++at) {
        Unit& unit = units[at];
        if (unit.value < 0x80) continue;
        if (unit.value == 0x2019) {
            unit.value = U'\'';
        } else if ((unit.value >= 0x2010 && unit.value <= 0x2015) || unit.value == 0x2212) {
            unit.value = U'-';
        } else if (const char32_t letter = enclosed_letter(unit.value); letter != 0) {
            if (at > 0 && last_enclosed == at - 1) flags.styled = true;
            last_enclosed = at;
            unit.value = letter;
            unit.disguised = true;
        } else if (const char32_t digit = enclosed_digit(unit.value); digit != 0) {
            unit.value = digit;
            unit.disguised = true;
        } else if (is_regional(unit.value)) {
            std::size_t end = at;
            while (end < units.size() && is_regional(units[end].value)) ++end;
            if (spells_a_word(units, at, end)) {
                if (!all_flags(units, at, end)) flags.styled = true;
                for (std::size_t i = at; i < end; ++i) {
                    units[i].value = U'a' + (units[i].value - first_regional);
                    units[i].disguised = true;
                }
            }
            at = end - 1;
        } else if (is_digit(unit.value)) {
            unit.value =
                U'0' + static_cast<char32_t>(u_charDigitValue(static_cast<UChar32>(unit.value)));
        }
    }
}

}  // namespace chaffinch::text
