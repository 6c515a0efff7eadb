// Quotation: which parts of a comment are somebody else's words, and marked as such.
//
// An answer that quotes the article honestly holds the article's words and is no copy of it. Found
// in the body as sent, because mark-up for quotations is gone from what a reader sees.

#pragma once

#include "engine/text/mapped_text.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace chaffinch::context {

/// Byte ranges of the body, ascending and without overlap within each list.
struct Quotations {
    /// Lines that start with `>`, `<blockquote>` and `<q>` elements, `[quote]` passages.
    std::vector<text::SourceRange> marked{};
    /// Between quotation marks: "..." and the typographic ones of our languages. A passage ends
    /// with its paragraph at the latest, unclosed marks quote nothing, and single quotation marks
    /// are apostrophes too often to mean anything.
    std::vector<text::SourceRange> in_marks{};
};

/// Total and linear in the body; any bytes.
Quotations find_quotations(std::string_view body);

/// `at` lies in one of the ascending ranges.
bool covers(const std::vector<text::SourceRange>& ranges, std::uint32_t at);

}  // namespace chaffinch::context
