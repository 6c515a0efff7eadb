// The JSON of a review card and of notes. Shapes: openapi.yaml.

#pragma once

#include "server/store/cards.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::api {

/// `viewer`: whose own claim is `mine`.
boost::json::object card_reply(const store::ReviewCard& card, const ModeratorId& viewer);
boost::json::object note_reply(const store::Note& note);

}  // namespace chaffinch::api
