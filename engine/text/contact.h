// Contacts in a comment: ways to reach somebody outside the site.

#pragma once

#include "engine/types/signal.h"

#include <cstdint>
#include <string>

namespace chaffinch::text {

enum class ContactKind : std::uint8_t { phone, email, messenger };

struct Contact {
    ContactKind kind = ContactKind::phone;
    std::string value{
    };  ///< canonical: digits with +, lower-case address, "whatsapp", "telegram:name"
    Span span{};
};

}  // namespace chaffinch::text
