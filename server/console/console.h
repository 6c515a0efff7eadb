// The moderators' web front-end: one page, its script and its style sheet, compiled into the
// program.
//
// The page is the same for every address below /console/: which view it shows is decided by its
// script from that address. It knows the server only by the native API, so these routes need no
// credentials.

#pragma once

#include "server/http/router.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::console {

/// GET /console and everything below it. Files have names that change with their content and may be
/// kept for ever; the page itself is never kept. To be served by the API's own listener: the script
/// calls /v1/... of the same origin with the session.
///
/// POST /console/breaches takes what browsers report of breaches of the Content-Security-Policy.
/// What a report says is a stranger's text and is dropped; the requests are counted by their route.
std::vector<http::Route> console_routes();

/// What the page is sent with: nothing inline, nothing from elsewhere, no frame around it, and no
/// way for a script to make markup of a string (Trusted Types without any policy).
std::vector<std::pair<std::string, std::string>> page_headers();

/// "console.js" with 16 hex digits of the content's BLAKE2b: "console-0123456789abcdef.js".
std::string name_by_content(std::string_view name, std::string_view content);

}  // namespace chaffinch::console
