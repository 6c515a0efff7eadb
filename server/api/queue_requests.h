// What a moderator asks of the queue: filters, claims, assignments.

#pragma once

#include "engine/types/result.h"
#include "server/http/message.h"
#include "server/review/desk.h"
#include "server/store/reviews.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::api {

/// The filters of GET /v1/queue, its sort, limit and cursor. `reviewer`: who "me" is. Errors of all
/// decoders: malformed, or invalid with everything that is wrong.
Result<store::QueueQuery> decode_queue_query(
    const http::Request& request, const review::Reviewer& reviewer
);

/// site=a,b and nothing else.
Result<std::vector<SiteId>> decode_sites(const http::Request& request);

/// Filters in the query, {count, comments, take_over, lease_s} in the body.
Result<review::ClaimWish> decode_claim(
    const http::Request& request, const review::Reviewer& reviewer
);

struct RenewWish {
    std::vector<CommentId> comments{};  ///< empty: all
    std::chrono::seconds lease{};
};

/// {comments, lease_s}.
Result<RenewWish> decode_renewal(std::string_view body);

/// comment=a,b; empty: all.
Result<std::vector<CommentId>> decode_release(const http::Request& request);

/// {text}: at most 2,000 characters.
Result<std::string> decode_note(std::string_view body);

/// {moderator}: a login, "me", or null for nobody (empty).
Result<std::string> decode_assignment(std::string_view body, const review::Reviewer& reviewer);

}  // namespace chaffinch::api
