// MappedText: a text derived from another one, with the way back for every byte.
//
// Text compared after normalising without a way back is no evidence: a moderator could not be shown
// where it matched. A text whose bytes lie where they lay keeps no table (`origin` empty means
// equal offsets): that is ASCII, case folded or not.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chaffinch::text {

/// Bytes [begin, end) of the original.
struct SourceRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

struct MappedText {
    std::string text{};
    /// The original bytes that made each byte of `text`; empty when each byte lies where it lay.
    /// All bytes of one code point carry the same range, which lies on character borders.
    std::vector<SourceRange> origin{};

    /// The original bytes behind [begin, end) of `text`. An empty range gives an empty range.
    [[nodiscard]] SourceRange source(std::size_t begin, std::size_t end) const;
};

}  // namespace chaffinch::text
