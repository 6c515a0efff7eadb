// Which language a text is in, as far as it tells.

#pragma once

#include "engine/text/document.h"

#include <string>

namespace chaffinch::text {

/// ISO 639-1 code, or empty when the text is too short or tells too little. By script, and within
/// Latin and Cyrillic by function words.
std::string guess_language(const TokenView& words, std::uint32_t scripts);

}  // namespace chaffinch::text
