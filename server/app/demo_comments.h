// Comments with which the demonstration begins: one of each kind of fate, written for this purpose.

#pragma once

#include "engine/wire/submission_json.h"

#include <vector>

namespace chaffinch::app {

/// Submissions for the article `id`, in the order in which they were "posted".
std::vector<wire::Submission> demo_comments(const ArticleId& id);

}  // namespace chaffinch::app
