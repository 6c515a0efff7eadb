// LinkText: which part of a comment's folded text is addresses rather than words.

#pragma once

#include "engine/text/document.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chaffinch::context {

/// Where byte `at` of the skeleton stands in the body. Total: a place outside is the body's end.
inline std::uint32_t place_in_body(const text::Document& document, std::size_t at) {
    const text::MappedText& skeleton = document.skeleton;
    if (skeleton.origin.empty()) return static_cast<std::uint32_t>(at);
    if (at < skeleton.origin.size()) return skeleton.origin[at].begin;
    return static_cast<std::uint32_t>(document.raw.size());
}

/// Links that show their address. The text of mark-up links is what a reader reads, and a copy set
/// inside of `<a>` is still a copy. Refers to the document.
class LinkText {
  public:
    explicit LinkText(const text::Document& document) : document_(document) {
        for (const text::Link& link : document.links) {
            if (!link.markup && link.span.field == Field::text) spans_.push_back(link.span);
        }
        std::ranges::sort(spans_);
    }

    /// The byte `at` of the skeleton belongs to such a link.
    [[nodiscard]] bool covers(std::size_t at) const {
        if (spans_.empty()) return false;
        const std::uint32_t place = place_in_body(document_, at);
        const auto after = std::ranges::upper_bound(spans_, place, {}, &Span::begin);
        return after != spans_.begin() && place < std::prev(after)->end;
    }

  private:
    const text::Document& document_;
    std::vector<Span> spans_;
};

}  // namespace chaffinch::context
