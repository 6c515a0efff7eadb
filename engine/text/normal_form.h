// Normal form: NFKC and case folding, invisible characters out, piles of combining marks bounded.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

namespace chaffinch::text {

/// Marks kept on one base. Orthographies need at most three; the Stream-Safe format allows 30 (UAX
/// #15, 13), which is what zalgo is made of.
inline constexpr int marks_kept = 4;

/// One code point may become 18. The normal form of n bytes takes at most 4 n + 4,096 bytes, and
/// one code point more; the rest is cut.
inline constexpr std::size_t most_growth = 4;
inline constexpr std::size_t free_growth = 4'096;

struct NormalUnits {
    Units units{};  ///< sources are those of the input
    bool cut = false;
};

/// Brings units to normal form. Adds to `flags` what was hidden.
NormalUnits normal_units(const Units& visible, FoldFlags& flags);

}  // namespace chaffinch::text
