// Leetspeak: digits and signs that stand for letters.

#pragma once

#include "engine/text/units.h"

#include <cstddef>

namespace chaffinch::text {

/// The letter that a digit or sign stands for in leetspeak, or 0.
char32_t leet_letter(char32_t c);

/// True when units [begin, end), a run of ASCII letters, digits and leet signs, are a word written
/// in leetspeak, and not "win32", "4th", "h1n1", a code or a price.
bool is_leet_word(const Units& units, std::size_t begin, std::size_t end);

}  // namespace chaffinch::text
