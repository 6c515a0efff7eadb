// Case folding for searching: letters of Latin, Greek and Cyrillic become small.

#pragma once

#include <string>
#include <string_view>

namespace chaffinch::store::sqlite {

/// Simple folding, one letter for one (no "ss" for "ß"), for U+0000 to U+052F; the rest, and bytes
/// that are no UTF-8, stay as they are. Linear; total on any bytes.
std::string folded(std::string_view text);

/// Whether `text`, folded, holds `needle`, which is folded already.
bool holds_folded(std::string_view text, const std::string& needle);

}  // namespace chaffinch::store::sqlite
