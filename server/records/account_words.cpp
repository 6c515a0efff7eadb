// Look-ups in three short lists, in the order of the values.

#include "server/records/account_words.h"

#include <array>
#include <cstddef>

namespace chaffinch {

namespace {

constexpr std::array<std::string_view, 4> roles{"viewer", "moderator", "admin", "operator"};
constexpr std::array<std::string_view, 3> hold_answers{"spam", "ham", "score"};
constexpr std::array<std::string_view, 4> delivery_states{"waiting", "due", "delivered", "dead"};

template <class Enum, std::size_t Count>
std::optional<Enum> named(const std::array<std::string_view, Count>& names, std::string_view word) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (names[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view name(Role role) {
    return roles.at(static_cast<std::size_t>(role));
}

std::string_view name(HoldAnswer answer) {
    return hold_answers.at(static_cast<std::size_t>(answer));
}

std::string_view name(DeliveryState state) {
    return delivery_states.at(static_cast<std::size_t>(state));
}

std::optional<Role> role_named(std::string_view word) {
    return named<Role>(roles, word);
}

std::optional<HoldAnswer> hold_answer_named(std::string_view word) {
    return named<HoldAnswer>(hold_answers, word);
}

std::optional<DeliveryState> delivery_state_named(std::string_view word) {
    return named<DeliveryState>(delivery_states, word);
}

}  // namespace chaffinch
