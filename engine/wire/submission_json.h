// The JSON form of a submission, as POST /v1/comments and `chaffinch check` take it.

#pragma once

#include "engine/types/article.h"
#include "engine/types/comment.h"
#include "engine/types/result.h"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::wire {

/// A comment to be judged. `article` is set when the submission brings more than the article's id.
struct Submission {
    Comment comment{};
    std::optional<Article> article{};
};

/// Parses one JSON text of any origin: depth at most 32, valid UTF-8.
/// Errors: malformed, with what the parser said and where.
Result<boost::json::value> parse_json(std::string_view body);

/// Errors: invalid, with every wrong member.
Result<Submission> decode_submission(const boost::json::value& value);

/// The same for a part of a larger document: mistakes are added to `errors` under `pointer`.
Submission decode_submission(
    const boost::json::value& value, const std::string& pointer, std::vector<FieldError>& errors
);

/// The body of PUT /v1/articles/{id}; the id comes from the path.
Result<Article> decode_article(const ArticleId& id, const boost::json::value& value);

/// An Errc::invalid error that carries the mistakes.
Error invalid(std::vector<FieldError> errors);

}  // namespace chaffinch::wire
