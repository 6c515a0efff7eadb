// Making sites and moderators, for the administrative commands and the demonstration.

#pragma once

#include "server/auth/account_acts.h"

namespace chaffinch::app {

using auth::change_password;
using auth::make_akismet_key;
using auth::make_moderator;
using auth::make_site;
using auth::rotate_key;

}  // namespace chaffinch::app
