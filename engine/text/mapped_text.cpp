// The way back from a derived text.

#include "engine/text/mapped_text.h"

#include <algorithm>

namespace chaffinch::text {

SourceRange MappedText::source(std::size_t begin, std::size_t end) const {
    if (origin.empty()) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    if (begin >= end) {
        const std::uint32_t at = begin < origin.size() ? origin[begin].begin : origin.back().end;
        return {at, at};
    }
    SourceRange range = origin[begin];
    for (std::size_t i = begin; i < end; ++i) {
        range.begin = std::min(range.begin, origin[i].begin);
        range.end = std::max(range.end, origin[i].end);
    }
    return range;
}

}  // namespace chaffinch::text
