// Units: a text taken apart into code points, each with the bytes it came from. The steps that make
// normal form and skeleton work on units; the public views are written out of them at the end.

#pragma once

#include "engine/text/mapped_text.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace chaffinch::text {

struct Unit {
    char32_t value = 0;
    std::uint32_t begin = 0;  ///< bytes [begin, end) of the source
    std::uint32_t end = 0;
    bool disguised =
        false;  ///< something was undone here that hid the letter from a reader's filter
};

using Units = std::vector<Unit>;

/// The code points of `text`, each with its own bytes as source.
Units take_apart(std::string_view text);

/// Writes units out; the table is left out where it would say nothing.
MappedText put_together(const Units& units);

/// Makes `view`, which maps to bytes of `through.text`, map to what `through` maps to.
void map_through(MappedText& view, const MappedText& through);

}  // namespace chaffinch::text
