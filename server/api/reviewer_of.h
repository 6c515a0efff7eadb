// Who calls, as the review room sees him, and which comment a request is about.

#pragma once

#include "server/auth/authenticator.h"
#include "server/http/message.h"
#include "server/review/reviewer.h"

namespace chaffinch::api {

inline review::Reviewer reviewer_of(const auth::ModeratorCaller& caller) {
    return {.id = caller.id, .login = caller.login, .sites = caller.sites};
}

/// The {id} of the path; empty when the route has none.
inline CommentId comment_of(const http::Request& request) {
    const auto id = request.path_parameters.find("id");
    return CommentId{id == request.path_parameters.end() ? std::string() : id->second};
}

}  // namespace chaffinch::api
