// Identifiers. Each kind of thing has its own type, so that one cannot be passed for another.
// Values are opaque strings of 1 to 128 visible ASCII or UTF-8 characters.

#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace chaffinch {

template <class Tag>
struct Id {
    std::string value{};

    [[nodiscard]] bool empty() const { return value.empty(); }

    friend auto operator<=>(const Id&, const Id&) = default;
};

using SiteId = Id<struct SiteTag>;
using ArticleId = Id<struct ArticleTag>;      ///< the site's own name of an article
using CommentId = Id<struct CommentTag>;      ///< ours: cmt_...
using AuthorId = Id<struct AuthorTag>;        ///< the site's own name of an author
using ModeratorId = Id<struct ModeratorTag>;  ///< ours: mod_...
using DecisionId = Id<struct DecisionTag>;    ///< ours: dec_...; a bulk decision shares one

}  // namespace chaffinch

template <class Tag>
struct std::hash<chaffinch::Id<Tag>> {
    std::size_t operator()(const chaffinch::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.value);
    }
};
