// Letters spaced or dotted apart: "c a s i n o", "v.i.a.g.r.a", "b u y   p i l l s".

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace chaffinch::text {

/// Joins runs of four and more single letters (digits among them) that have the same separator.
Units joined_letters(const Units& units, const std::vector<SourceRange>& links, FoldFlags& flags);

/// True when the single letter at `at` of an ASCII text is followed by a separator and another
/// single letter.
bool may_be_spaced(std::string_view ascii, std::size_t at);

}  // namespace chaffinch::text
