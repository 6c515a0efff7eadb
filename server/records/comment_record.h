// A comment as the server remembers it: the comment, its latest verdict and where it stands.

#pragma once

#include "engine/types/comment.h"
#include "engine/types/fingerprint.h"
#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "engine/types/verdict.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace chaffinch {

/// Where a comment stands. Stored by name. Legal changes: records/status_changes.h.
enum class Status : std::uint8_t { published, held, rejected, withdrawn };

std::string_view name(Status status);

struct CommentRecord {
    SiteId site{};
    Comment comment{};
    Status status = Status::held;
    bool escalated = false;
    std::int64_t version = 1;  ///< grows with every change; every write names the one it saw
    Verdict verdict{};
    Timestamp created_at{};
    Timestamp updated_at{};
};

}  // namespace chaffinch
