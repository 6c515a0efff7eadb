// The JSON that the account calls of the native door read. Errors of all: malformed, or invalid
// with every wrong member.

#pragma once

#include "engine/types/result.h"
#include "server/auth/identities.h"
#include "server/auth/own_account.h"
#include "server/auth/staff.h"

#include <string>
#include <string_view>

namespace chaffinch::api {

struct WantedPassword {
    std::string password{};
    auth::Proof proof{};
};

struct WantedToken {
    auth::NewToken token{};
    auth::Proof proof{};
};

struct WantedModerator {
    auth::NewModerator moderator{};
    auth::Proof proof{};
};

struct WantedModeratorChange {
    auth::WantedChange change{};
    auth::Proof proof{};
};

struct WantedSite {
    SiteId id{};
    std::string name{};
    auth::Proof proof{};
};

struct WantedLink {
    auth::WantedIdentity identity{};
    auth::Proof proof{};
};

/// {login, password, code}: to log in.
struct LogIn {
    std::string login{};
    auth::Proof proof{};
};

Result<LogIn> decode_log_in(std::string_view body);

/// {confirm: {password, code}} alone.
Result<auth::Proof> decode_confirmation(std::string_view body);

/// {code}.
Result<std::string> decode_code(std::string_view body);

/// Each with "confirm".
Result<WantedPassword> decode_password(std::string_view body);
Result<WantedToken> decode_token(std::string_view body);
Result<WantedModerator> decode_moderator(std::string_view body);
Result<WantedModeratorChange> decode_moderator_change(std::string_view body);
Result<WantedSite> decode_site(std::string_view body);
Result<WantedLink> decode_identity(std::string_view body);

}  // namespace chaffinch::api
