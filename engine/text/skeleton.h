// Skeleton: normal form with disguises undone, in the order of the table in docs (classifier.md 5):
// enclosed letters and digits, accents, look-alikes, letters spaced apart, leetspeak, long runs.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

#include <vector>

namespace chaffinch::text {

/// `links` are byte ranges of the normal form, in order, inside which only look-alike and enclosed
/// letters are undone: addresses hold digits and single letters honestly.
/// The units' sources are bytes of the normal form.
Units skeleton_units(
    const MappedText& normal, const std::vector<SourceRange>& links, FoldFlags& flags
);

/// True when the skeleton of this lower-case ASCII text is the text itself.
bool is_own_skeleton(std::string_view ascii);

}  // namespace chaffinch::text
