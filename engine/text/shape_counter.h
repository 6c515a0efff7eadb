// Counts how a comment is written.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

#include <string_view>

namespace chaffinch::text {

/// Everything of Shape that is counted in `body` (the scanned part of it). Words, entropy, entity
/// and markup are other passes' business.
Shape count_shape(std::string_view body);

/// Bits per character (byte pairs would tell no more) of a text, order 0; 0 for an empty one.
double entropy_of(std::string_view text);

/// True for an amount of money: a currency sign or code beside a number.
bool names_money(std::string_view text);

/// Words of `normal_words` whose letters come from two of Latin, Greek and Cyrillic.
std::uint32_t count_mixed_script_words(const MappedText& normal, const TokenView& normal_words);

}  // namespace chaffinch::text
