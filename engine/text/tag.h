// One HTML tag, as written.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::text {

struct Tag {
    std::string name{};  ///< lower case
    bool closing = false;
    bool concealing = false;              ///< `hidden`, or a style that makes the content invisible
    std::optional<std::string> target{};  ///< value of href (of src for frames), entities decoded
    std::size_t target_begin = 0;         ///< where the value stands
    std::size_t target_end = 0;
    std::size_t end = 0;    ///< first byte after `>`
    bool complete = false;  ///< false: the text ended inside the tag
};

/// The tag at `at` (where `<` stands), or nullopt when none begins there (WHATWG HTML, 13.2.5.6).
/// Reads at most to the end of the tag; an incomplete one reaches to the end of the text.
std::optional<Tag> tag_at(std::string_view text, std::size_t at);

/// True for CSS declarations that take the content from sight (display:none, font-size:0 ...).
bool style_conceals(std::string_view style);

}  // namespace chaffinch::text
