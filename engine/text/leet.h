// Leetspeak: digits and signs that stand for letters.

#pragma once

#include <string>
#include <string_view>

namespace chaffinch::text {

/// The letter that a digit or sign stands for in leetspeak, or 0. `1`, `!` and `|` may be i or l.
char32_t leet_letter(char32_t c);

/// The word behind a lower-case run of ASCII letters, digits and leet signs, of the same length; or
/// empty when the run is honest: "win32", "4th", "log4net", a code, a price.
std::string leet_word(std::string_view word);

}  // namespace chaffinch::text
