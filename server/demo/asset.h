// The files of assets/, compiled into the program by embed() (docs/cmake/embed.cmake).

#pragma once

#include "server/http/router.h"

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::demo {

/// Content of assets/<name>. Asking for a file that is not there is our own bug (assert).
std::string_view asset(std::string_view name);

/// GET `path` answers assets/<name>; the content type follows the file name's ending.
http::Route asset_route(std::string path, std::string name);

/// What every page of ours is sent with: nothing inline, nothing from elsewhere, no markup made
/// from strings by scripts (reliability: headers of a page).
std::vector<std::pair<std::string, std::string>> page_headers();

}  // namespace chaffinch::demo
