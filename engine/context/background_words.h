// The commonest words of our languages with their frequencies, as text (background_words.cpp).

#pragma once

#include <array>
#include <string_view>

namespace chaffinch::context {

struct LanguageWords {
    std::string_view language;  ///< ISO 639-1
    /// Lines of "<parts per million> word word ...", commonest first; words folded as a skeleton.
    std::string_view lines;
};

const std::array<LanguageWords, 9>& background_words();

}  // namespace chaffinch::context
