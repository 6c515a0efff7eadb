// An earlier text of a comment, as it was before its author changed it.

#pragma once

#include "engine/types/comment.h"
#include "engine/types/timestamp.h"
#include "engine/types/verdict.h"

#include <cstdint>
#include <string>

namespace chaffinch {

struct RevisionRecord {
    int revision = 1;
    std::string text{};
    TextFormat format = TextFormat::plain;
    std::string author_name{};
    std::string author_url{};
    Verdict verdict{};
    std::int64_t last_version = 1;  ///< the comment's version when this text was replaced
    Timestamp replaced_at{};
};

}  // namespace chaffinch
