// Normal form: NFKC and case folding, invisible characters out, piles of combining marks bounded.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

namespace chaffinch::text {

/// Marks kept on one base. Orthographies need at most three; the Stream-Safe format allows 30 (UAX
/// #15, 13), which is what zalgo is made of.
inline constexpr int marks_kept = 4;

/// The normal form takes at most so many bytes for each byte of the visible text (one code point
/// may become 18); the rest is cut.
inline constexpr std::size_t most_growth = 4;

struct NormalUnits {
    Units units{};  ///< sources are those of the input
    bool cut = false;
};

/// Brings units to normal form. Adds to `flags` what was hidden.
NormalUnits normal_units(const Units& visible, FoldFlags& flags);

}  // namespace chaffinch::text
