// The JSON of a comment's texts. Shapes: openapi.yaml.

#pragma once

#include "server/review/review.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::api {

/// Every text of a comment, oldest first, each with the words it changed.
boost::json::object revisions_reply(const review::EditedComment& edited);

}  // namespace chaffinch::api
