// What a reader sees of a body: mark-up gone, entities decoded, and what the mark-up pointed at.
//
// HTML is read by a linear scanner (WHATWG's tokenizer states that matter for text), not by a tree
// builder: trees of hostile input cost quadratic time and lose the offsets. docs/decisions/ says
// more.

#pragma once

#include "engine/text/mapped_text.h"
#include "engine/text/units.h"
#include "engine/types/comment.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::text {

/// A link made with mark-up: <a href>, [url], [text](target).
struct MarkupLink {
    std::string target{};   ///< entities decoded
    std::size_t begin = 0;  ///< the anchor's text: units [begin, end) of VisibleText::units
    std::size_t end = 0;
    SourceRange source{};    ///< bytes of the target, or of the whole mark-up where it is not plain
    bool concealed = false;  ///< stands where no reader sees it (style, hidden attribute, comment)
};

struct VisibleText {
    Units units{};  ///< sources are bytes of the text that was given
    std::vector<MarkupLink> links{};
    std::vector<SourceRange> concealed{};  ///< text that no reader sees
    bool markup = false;
    bool entity = false;
};

/// Never fails; linear in the size of `body`.
VisibleText read_visible(std::string_view body, TextFormat format);

}  // namespace chaffinch::text
