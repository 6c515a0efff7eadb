// Normal form: NFKC and case folding, invisible characters out, piles of combining marks bounded.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

namespace chaffinch::text {

/// Marks kept on one base. Orthographies need at most three; the Stream-Safe format allows 30 (UAX
/// #15, 13), which is what zalgo is made of.
inline constexpr int marks_kept = 4;

/// Brings units to normal form. Sources stay those of the input. Adds to `flags` what was hidden.
Units normal_units(const Units& visible, FoldFlags& flags);

}  // namespace chaffinch::text
