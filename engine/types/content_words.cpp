// Look-ups in three short lists.

#include "engine/types/content_words.h"

#include <cstddef>

namespace chaffinch {

namespace {

template <class Enum, std::size_t Count>
std::optional<Enum> named(const std::array<std::string_view, Count>& names, std::string_view word) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (names[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view name(TextFormat format) {
    return text_format_names.at(static_cast<std::size_t>(format));
}

std::string_view name(CommentPolicy policy) {
    return comment_policy_names.at(static_cast<std::size_t>(policy));
}

std::string_view name(Sensitivity sensitivity) {
    return sensitivity_names.at(static_cast<std::size_t>(sensitivity));
}

std::optional<TextFormat> text_format_named(std::string_view word) {
    return named<TextFormat>(text_format_names, word);
}

std::optional<CommentPolicy> comment_policy_named(std::string_view word) {
    return named<CommentPolicy>(comment_policy_names, word);
}

std::optional<Sensitivity> sensitivity_named(std::string_view word) {
    return named<Sensitivity>(sensitivity_names, word);
}

}  // namespace chaffinch
