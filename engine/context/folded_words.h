// The words of a token view, one by one.

#pragma once

#include "engine/text/document.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace chaffinch::context {

/// Word `index` of the view, folded and with the one spelling of the apostrophe that `joined` has.
/// Total: a view whose members disagree gives a shorter word, at worst an empty one.
inline std::string_view folded_word(const text::TokenView& view, std::size_t index) {
    if (index >= view.joined_begin.size()) return {};
    const std::string_view joined = view.joined;
    const std::size_t begin = std::min<std::size_t>(view.joined_begin[index], joined.size());
    const std::size_t end = joined.find(' ', begin);
    return joined.substr(begin, end == std::string_view::npos ? end : end - begin);
}

}  // namespace chaffinch::context
