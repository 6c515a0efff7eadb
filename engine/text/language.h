// Which language a text is in, as far as it tells.

#pragma once

#include "engine/text/document.h"

#include <cstdint>
#include <string>

namespace chaffinch::text {

/// ISO 639-1 code, or empty when the text is too short or tells too little. Scripts of one language
/// decide by themselves; a clear majority of function words decides at once; the rest is asked of
/// CLD2's compiled tables (docs/decisions/0014). Pure and thread-safe.
std::string guess_language(const MappedText& normal, const TokenView& words, std::uint32_t scripts);

}  // namespace chaffinch::text
