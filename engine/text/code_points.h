// Questions about single code points that the text room asks everywhere. All are pure lookups in
// ICU's property tables (Unicode 15.0) behind ASCII short cuts.

#pragma once

#include "engine/text/shape.h"
#include "engine/text/utf8.h"

#include <cstdint>

namespace chaffinch::text {

bool is_letter(char32_t c);
bool is_digit(char32_t c);  ///< decimal digit of any script
bool is_mark(char32_t c);   ///< combining mark (Mn, Mc, Me)
bool is_space(char32_t c);
bool is_emoji(char32_t c);  ///< pictographic, or half a flag

/// is_word_character() for what is not ASCII.
bool is_other_word_character(char32_t c);

/// Characters of a word: letters, digits, marks, underscore.
inline bool is_word_character(char32_t c) {
    return c < 0x80 ? is_ascii_alnum(c) || c == U'_' : is_other_word_character(c);
}

/// Draws nothing and is not white space (Default_Ignorable_Code_Point, and stray interlinear
/// marks).
bool is_ignorable(char32_t c);

/// Embeddings, overrides and isolates; not the harmless marks of right-to-left text.
bool is_bidi_control(char32_t c);

/// Unicode tag characters, in which text can be smuggled.
bool is_tag_character(char32_t c);

/// The script a letter counts for; nothing for what is no letter.
std::uint32_t script_of(char32_t letter);

/// Scripts written without blanks between words: Han, kana, Thai, Lao, Khmer, Myanmar.
bool is_unspaced(char32_t c);

/// Latin, Greek and Cyrillic: their marks may be dropped without losing the letter.
bool has_droppable_marks(char32_t base);

constexpr std::uint32_t bit(Script script) {
    return static_cast<std::uint32_t>(script);
}

}  // namespace chaffinch::text
