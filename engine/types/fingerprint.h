// Fingerprint: what is kept of a comment to recognise its copies without its text.
// Made by engine/context/fingerprint.h; plain data, so that the store can keep it as a blob.

#pragma once

#include <array>
#include <cstdint>

namespace chaffinch {

struct Fingerprint {
    /// 64-bit hash of the folded text without digits, links, white space and punctuation. 0:
    /// nothing to compare.
    std::uint64_t exact = 0;
    /// Sixteen minimum hashes over character 5-grams of the same text; the share of equal entries
    /// estimates the Jaccard similarity (Broder 1997). All zero for texts under 25 characters,
    /// which are compared by `exact` alone.
    std::array<std::uint32_t, 16> minhash{};

    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

}  // namespace chaffinch
