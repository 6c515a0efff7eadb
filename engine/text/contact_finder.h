// Finds ways to reach somebody outside the site.

#pragma once

#include "engine/text/contact.h"
#include "engine/text/link_finder.h"
#include "engine/text/mapped_text.h"

#include <string_view>
#include <vector>

namespace chaffinch::text {

struct FoundContact {
    SourceRange range{};  ///< bytes of the text that was searched
    ContactKind kind = ContactKind::phone;
    std::string value{};
};

/// Most contacts kept of one comment.
inline constexpr std::size_t most_contacts = 100;

/// Mail addresses in case-folded text, plain ("ann@shop.example") and disguised ("ann at shop dot
/// com", "ann(at)shop.example").
std::vector<FoundContact> find_mail(std::string_view normal);

/// Telephone numbers in a skeleton (digits are ASCII there): international, common national forms,
/// and any number of 7 to 15 digits after a word that announces one.
std::vector<FoundContact> find_phones(std::string_view skeleton);

/// Messengers named in a skeleton, with the handle beside the name where there is one.
std::vector<FoundContact> find_messengers(std::string_view skeleton);

}  // namespace chaffinch::text
