// The comment form of the article page: what the browser sends, and the submission we make of it.

#pragma once

#include "engine/types/result.h"
#include "engine/types/timestamp.h"
#include "server/http/message.h"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::demo {

struct CommentForm {
    std::string name{};
    std::string email{};
    std::string website{};
    std::string text{};
    std::string trap{};                 ///< a field that people cannot see
    std::string once{};                 ///< names this showing of the form
    std::optional<Timestamp> opened{};  ///< when the form was shown; the sender could lie
};

/// Reads application/x-www-form-urlencoded. Unknown fields are ignored, as browsers' add-ons add
/// some. Line ends become LF. Errors: malformed (not that encoding, or not UTF-8).
Result<CommentForm> parse_comment_form(std::string_view body);

/// What the reader has to mend before the form can be sent on, as a sentence; nullopt: nothing.
std::optional<std::string> complaint_about(const CommentForm& form);

/// The body of POST /v1/comments. `request` gives the author's address and browser. Our own id of
/// the comment is made of this showing of the form and the text: a form sent twice is one comment,
/// a form sent again with another text is another.
boost::json::object submission(
    const CommentForm& form,
    const http::Request& request,
    boost::json::object article,
    Timestamp now
);

}  // namespace chaffinch::demo
