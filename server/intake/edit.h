// What an edit changes, and whether it changes it for the worse.

#pragma once

#include "engine/pipeline/pipeline.h"
#include "engine/types/comment.h"
#include "engine/types/verdict.h"

#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch::intake {

/// Members that are absent stay as they are.
struct Edit {
    std::optional<std::string> text{};
    std::optional<TextFormat> format{};
    std::optional<std::string> author_name{};
    std::optional<std::string> author_url{};
    /// The version that the caller saw; nullopt: whatever is in force.
    std::optional<std::int64_t> version{};
};

/// The comment as the edit makes it: revision + 1. Gives the same comment, with the same revision,
/// when nothing is different.
Comment edited(const Comment& before, const Edit& edit);

/// Whether `after` links to where `before` does not, in its text, or as the author's website.
bool added_link(const Reading& before, const Reading& after);

/// Whether a person who approved a comment with verdict `before` would find nothing new in
/// `after`: no signal against it that was not there, no stronger wish, and not half a point more.
bool harmless(const Verdict& before, const Verdict& after);

}  // namespace chaffinch::intake
