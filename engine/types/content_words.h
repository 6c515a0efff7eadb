// The words by which what a comment and its article say about themselves go on the wire, on disk
// and into rules: format, policy of comments, sensitivity. Each both ways.

#pragma once

#include "engine/types/article.h"
#include "engine/types/comment.h"

#include <array>
#include <optional>
#include <string_view>

namespace chaffinch {

/// In the order of their values.
inline constexpr std::array<std::string_view, 3> text_format_names{"plain", "markdown", "html"};
inline constexpr std::array<std::string_view, 3> comment_policy_names{"post", "pre", "closed"};
inline constexpr std::array<std::string_view, 4> sensitivity_names{
    "none", "medical", "minors", "politics"
};

std::string_view name(TextFormat format);
std::string_view name(CommentPolicy policy);
std::string_view name(Sensitivity sensitivity);

/// nullopt: no such word.
std::optional<TextFormat> text_format_named(std::string_view word);
std::optional<CommentPolicy> comment_policy_named(std::string_view word);
std::optional<Sensitivity> sensitivity_named(std::string_view word);

}  // namespace chaffinch
