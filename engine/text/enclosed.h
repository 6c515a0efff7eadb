// Enclosed letters that NFKC leaves alone, digits of other scripts, typographic apostrophes.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

namespace chaffinch::text {

/// Replaces them in place: circled and squared negatives (U+1F150..1F189), regional indicators that
/// spell a word rather than a flag, digits to ASCII, U+2019 to an apostrophe, dashes to `-`.
void undo_enclosed(Units& units, FoldFlags& flags);

}  // namespace chaffinch::text
