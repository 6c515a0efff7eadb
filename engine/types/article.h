// Article: what a comment was written under, with the site's wishes for its comments.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch {

/// `post`: publish what the engine approves. `pre`: every comment is held for a person.
/// `closed`: no further comments.
enum class CommentPolicy : std::uint8_t { post, pre, closed };

/// Subjects on which a wrong publication does harm; they lower the hold threshold.
enum class Sensitivity : std::uint8_t { none, medical, minors, politics };

struct ArticlePolicy {
    CommentPolicy comments = CommentPolicy::post;
    std::optional<int> close_after_days{};
    std::optional<int> links_allowed{};
    Sensitivity sensitivity = Sensitivity::none;
    std::optional<double> hold_at{};  ///< thresholds in log-odds points; nullopt: the site's
    std::optional<double> reject_at{};
    /// Readers who must report a published comment before it is held; 0: never; nullopt: the
    /// site's.
    std::optional<int> hold_after_reports{};
};

struct Article {
    ArticleId id{};
    std::string url{};
    std::string title{};
    std::string text{};  ///< plain text, may be empty when the site does not send it
    std::string section{};
    std::string language{};
    std::optional<Timestamp> published_at{};
    ArticlePolicy policy{};
};

}  // namespace chaffinch
