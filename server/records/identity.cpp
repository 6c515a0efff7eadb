// The form of e-mail addresses, as far as accounts are found by them.

#include "server/records/identity.h"

#include <algorithm>

namespace chaffinch {

namespace {

constexpr std::size_t longest_email = 254;

}  // namespace

bool is_email(std::string_view email) {
    const bool plain = std::ranges::none_of(email, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    });
    return plain && email.size() <= longest_email && std::ranges::count(email, '@') == 1 &&
           !email.starts_with('@') && !email.ends_with('@');
}

std::string folded_email(std::string email) {
    std::ranges::transform(email, email.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return email;
}

}  // namespace chaffinch
