// The JSON of authors and their standings. Shapes: openapi.yaml.

#pragma once

#include "server/records/standing.h"
#include "server/store/authors.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::api {

boost::json::object standing_reply(const StandingRecord& standing);
boost::json::object author_reply(const store::AuthorRecord& author);

}  // namespace chaffinch::api
