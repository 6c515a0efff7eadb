// Letters that readers take for ASCII letters.

#pragma once

namespace chaffinch::text {

enum class Likeness : unsigned char {
    none,
    plain,          ///< alike in ordinary fonts (UTS #39)
    loose,          ///< only a spammer takes them for alike
    small_capital,  ///< a Latin letter in disguise: phonetic small capitals
};

struct LookAlike {
    char letter = 0;  ///< 'a' to 'z'
    Likeness likeness = Likeness::none;
};

/// What a letter of normal form looks like. ASCII letters look like nothing else.
LookAlike looks_like(char32_t c);

/// The Cyrillic letter that looks like this ASCII letter, or 0.
char32_t cyrillic_for(char32_t ascii);

}  // namespace chaffinch::text
