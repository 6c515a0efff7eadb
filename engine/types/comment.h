// Comment: what one reader wrote, exactly as the site sent it.
//
// Text is valid UTF-8 without U+0000 (the doors refuse anything else) and is never altered; an edit
// is a new revision. Limits are those of engine/types/limits.h.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch {

/// How the site would show the text; it decides what is visible and what is hidden mark-up.
/// `plain` still recognises the anchors and BBCode that spammers post into plain boxes.
enum class TextFormat : std::uint8_t { plain, markdown, html };

struct Author {
    std::optional<AuthorId> id{};  ///< only when the site itself knows who this is
    std::string name{};
    std::string email{};
    std::string url{};
    std::string ip{};  ///< textual IPv4 or IPv6 address, or empty
    std::string user_agent{};
    bool verified = false;  ///< the site vouches for `id`; a typed name or e-mail earns no trust
    std::optional<Timestamp> registered_at{};
};

/// What the comment form itself observed.
struct FormFacts {
    std::optional<std::int64_t> elapsed_ms{};  ///< from showing the form to sending it
    std::string honeypot{};                    ///< content of a field that people cannot see
};

struct Comment {
    CommentId id{};
    std::string external_id{};  ///< the site's own id, or empty
    ArticleId article{};
    std::optional<std::string> parent{};  ///< id of the comment that this one answers
    std::string text{};
    TextFormat format = TextFormat::plain;
    Author author{};
    FormFacts form{};
    std::optional<Timestamp> submitted_at{};
    std::string language{};  ///< BCP 47 as the site claims it, or empty
    int revision = 1;
};

}  // namespace chaffinch
