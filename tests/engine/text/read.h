// Short forms for tests of the text room.

#pragma once

#include "engine/text/document.h"

#include <string>
#include <string_view>
#include <utility>

namespace chaffinch::text {

inline Document read(std::string text, TextFormat format = TextFormat::plain) {
    Comment comment;
    comment.text = std::move(text);
    comment.format = format;
    return analyze(comment);
}

/// True when the blank-separated `words` stand in the view as whole words.
inline bool has_words(const TokenView& view, std::string_view words) {
    return view.joined.find(" " + std::string{words} + " ") != std::string::npos;
}

inline std::string evidence(const Document& document, Span span) {
    return document.raw.substr(span.begin, span.end - span.begin);
}

}  // namespace chaffinch::text
