// Near copies: the fingerprint of a comment, and how alike two fingerprints are.

#pragma once

#include "engine/text/document.h"
#include "engine/types/fingerprint.h"

#include <cstddef>

namespace chaffinch::context {

/// Fingerprint of the skeleton without ASCII and typographic digits and punctuation, white space
/// and links (the visible text of mark-up links stays). Emoji and letters of all scripts count.
/// Deterministic across runs and machines (it is stored); test vectors are pinned.
Fingerprint fingerprint(const text::Document& document);

/// Fewer characters than this have no minhash: their 5-grams are too few to estimate from.
inline constexpr std::size_t minhash_characters = 25;

/// 1 for equal texts, else the estimated Jaccard similarity of their character 5-grams; 0 when
/// either is too short to tell. Sixteen hashes estimate a similarity of 0.6 with a standard error
/// of 0.12.
double similarity(const Fingerprint& a, const Fingerprint& b);

/// From this similarity on, two comments count as near copies (classifier.md, section 5).
inline constexpr double near_copy = 0.6;

}  // namespace chaffinch::context
