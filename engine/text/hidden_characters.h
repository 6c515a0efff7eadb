// Characters in a text that nobody sees, for a person who wants to know what is really there.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chaffinch::text {

enum class HiddenKind : std::uint8_t {
    invisible,  ///< zero-width and other ignorable characters
    direction,  ///< marks, embeddings, overrides and isolates of writing direction
    tag,        ///< Unicode tags, in which text can be smuggled
    control,    ///< C0 and C1 controls but tab and line breaks
};

std::string_view name(HiddenKind kind);

/// Bytes [begin, end) of the text.
struct HiddenCharacter {
    std::size_t begin = 0;
    std::size_t end = 0;
    char32_t code_point = 0;
    HiddenKind kind = HiddenKind::invisible;
};

/// The first `most` of them, in order. Not among them: the selectors and joiners that make emoji
/// what they are, and joiners within words of scripts that write with them. Linear; total on any
/// bytes.
std::vector<HiddenCharacter> hidden_characters(std::string_view text, std::size_t most);

}  // namespace chaffinch::text
