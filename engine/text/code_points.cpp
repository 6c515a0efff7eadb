// Properties of code points.

#include "engine/text/code_points.h"

#include "engine/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace chaffinch::text {
namespace {

UChar32 icu(char32_t c) {
    return static_cast<UChar32>(c);
}

UScriptCode script_code(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(icu(c), &status);
}

}  // namespace

bool is_letter(char32_t c) {
    if (c < 0x80) return is_ascii_letter(c);
    return u_isalpha(icu(c)) != 0 && !is_mark(c);
}

bool is_digit(char32_t c) {
    return c < 0x80 ? is_ascii_digit(c) : u_isdigit(icu(c)) != 0;
}

bool is_mark(char32_t c) {
    return c >= 0x300 && (U_GET_GC_MASK(icu(c)) & U_GC_M_MASK) != 0;
}

bool is_space(char32_t c) {
    return c < 0x80 ? is_ascii_space(c) : u_isUWhiteSpace(icu(c)) != 0;
}

bool is_emoji(char32_t c) {
    if (c < 0x203C) return false;
    return u_hasBinaryProperty(icu(c), UCHAR_EXTENDED_PICTOGRAPHIC) != 0 ||
           (c >= 0x1F1E6 && c <= 0x1F1FF);
}

bool is_other_word_character(char32_t c) {
    constexpr std::uint32_t word_mask = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_NL_MASK;
    return (U_GET_GC_MASK(icu(c)) & word_mask) != 0;
}

bool is_ignorable(char32_t c) {
    if (c < 0xAD) return false;
    if (c >= 0xFFF9 && c <= 0xFFFB) return true;
    return u_hasBinaryProperty(icu(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_bidi_control(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_tag_character(char32_t c) {
    return c >= 0xE0000 && c <= 0xE007F;
}

std::uint32_t script_of(char32_t letter) {
    if (letter < 0x80) return is_ascii_letter(letter) ? bit(Script::latin) : 0;
    if (!is_letter(letter)) return 0;
    switch (script_code(letter)) {
        case USCRIPT_LATIN:
            return bit(Script::latin);
        case USCRIPT_CYRILLIC:
            return bit(Script::cyrillic);
        case USCRIPT_GREEK:
            return bit(Script::greek);
        case USCRIPT_ARABIC:
            return bit(Script::arabic);
        case USCRIPT_HEBREW:
            return bit(Script::hebrew);
        case USCRIPT_DEVANAGARI:
            return bit(Script::devanagari);
        case USCRIPT_HAN:
            return bit(Script::han);
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_KATAKANA_OR_HIRAGANA:
            return bit(Script::kana);
        case USCRIPT_HANGUL:
            return bit(Script::hangul);
        case USCRIPT_THAI:
            return bit(Script::thai);
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED:
            return 0;
        default:
            return bit(Script::other);
    }
}

bool is_unspaced(char32_t c) {
    if (c < 0xE00) return false;
    const auto property = u_getIntPropertyValue(icu(c), UCHAR_LINE_BREAK);
    if (property == U_LB_COMPLEX_CONTEXT) return true;
    switch (script_code(c)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_KATAKANA_OR_HIRAGANA:
            return is_letter(c);
        default:
            return c == 0x30FC;  // the prolonged sound mark is Common
    }
}

bool has_droppable_marks(char32_t base) {
    constexpr std::uint32_t droppable = 7;  // Latin, Cyrillic, Greek
    static_assert(droppable == (bit(Script::latin) | bit(Script::cyrillic) | bit(Script::greek)));
    return (script_of(base) & droppable) != 0;
}

}  // namespace chaffinch::text
