// HTML character references.

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::text {

struct Entity {
    std::array<char32_t, 2> values{};  ///< second is 0 for nearly all
    std::size_t size = 0;              ///< bytes of the reference, from `&` to `;`
};

/// The character reference at `at` (where `&` stands), as WHATWG HTML decodes it: numeric ones with
/// or without the semicolon, named ones with it. nullopt when there is none: the `&` is a text.
std::optional<Entity> entity_at(std::string_view text, std::size_t at);

/// `text` with all its character references decoded, for attribute values.
std::string decode_entities(std::string_view text);

}  // namespace chaffinch::text
