// Near copies: the fingerprint of a comment, and how alike two fingerprints are.

#pragma once

#include "engine/text/document.h"
#include "engine/types/fingerprint.h"

namespace chaffinch::context {

/// Fingerprint of the skeleton without digits, links and white space. Deterministic across runs and
/// machines (it is stored).
Fingerprint fingerprint(const text::Document& document);

/// 1 for equal texts, else the estimated Jaccard similarity of their character 5-grams; 0 when
/// either is too short to tell.
double similarity(const Fingerprint& a, const Fingerprint& b);

/// From this similarity on, two comments count as near copies (classifier.md, section 5).
inline constexpr double near_copy = 0.6;

}  // namespace chaffinch::context
