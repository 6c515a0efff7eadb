// The JSON of accounts, tokens and sites. Shapes: openapi.yaml.

#pragma once

#include "server/auth/callers.h"
#include "server/records/credentials.h"
#include "server/records/site.h"

#include <boost/json/fwd.hpp>

namespace chaffinch::api {

boost::json::object moderator_reply(const auth::ModeratorCaller& caller);

/// An account as those who manage it see it; never its secrets.
boost::json::object account_reply(const Moderator& moderator);
boost::json::object token_reply(const PersonalToken& token);
boost::json::object site_reply(const Site& site);

}  // namespace chaffinch::api
