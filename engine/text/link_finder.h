// Finds links in running text.

#pragma once

#include "engine/text/link.h"
#include "engine/text/mapped_text.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace chaffinch::text {

/// Most links kept of one comment.
inline constexpr std::size_t most_links = 500;

struct FoundLink {
    SourceRange range{};  ///< bytes of the text that was searched
    Link link{};          ///< without span; url is the piece of that text
};

/// Addresses in `normal` (case-folded text), in order, without overlap: with a scheme, with www.,
/// bare hosts under a known top-level domain. Mail addresses are not links. `written` is the same
/// text before folding, with `normal` mapping to its bytes: capitals tell sentences from hosts.
std::vector<FoundLink> find_links(const MappedText& normal, std::string_view written);

/// Addresses that only a person reads as such: "shop dot com", "shop[.]com", "shop . com".
std::vector<FoundLink> find_obfuscated_links(std::string_view normal);

/// The link that mark-up points at; nullopt-like empty host when the target is none (#top,
/// mailto:).
Link link_of_target(std::string_view target);

}  // namespace chaffinch::text
