// The call back to a client that gave a `callback`: Akismet's own webhook, by which WordPress
// changes a comment by itself when one of our moderators decided.

#pragma once

#include "server/store/akismet.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::akismet {

/// Header by which the client knows the call, and does not send the change back as feedback.
inline constexpr std::pair<std::string_view, std::string_view> callback_header{
    "X-Akismet-Webhook", "1"
};

/// JSON. `key`: the site's present key in plain text (auth::akismet_key_text); WordPress refuses a
/// call without it. `spam`: how the comment stands now.
std::string callback_body(
    std::string_view key, const CommentRecord& record, const std::string& post_id, bool spam
);

}  // namespace chaffinch::akismet
