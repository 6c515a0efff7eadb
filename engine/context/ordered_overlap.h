// Ordered overlap: how much of a comment stands in the article in the same order, with words
// changed in between. It finds the lightly spun copy that shares few whole shingles.

#pragma once

#include "engine/context/article_profile.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chaffinch::context {

/// Only so many words of a comment are compared, from its beginning.
inline constexpr std::size_t most_overlap_words = 512;

/// Longest common subsequence of the comment's words with a passage of the article, divided by the
/// number of the comment's words; the best over all passages, in [0, 1]. A passage is two
/// neighbouring sentences, or as many as hold as many words as the comment. `word_ids` are ids of
/// ArticleProfile::word_id(); any other number is a word that the article does not have.
/// Linear in article times comment / 64 (bit-parallel; Hyyro 2004).
double ordered_overlap(std::span<const std::uint64_t> word_ids, const ArticleProfile& profile);

/// Length of the longest common subsequence. `masks` holds `width` 64-bit words for each distinct
/// word of the pattern: bit i is set where the pattern has that word at i. `text` names rows of it.
std::size_t common_subsequence(
    std::span<const std::uint64_t> masks, std::size_t width, std::span<const std::uint32_t> text
);

}  // namespace chaffinch::context
