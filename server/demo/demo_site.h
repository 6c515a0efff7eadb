// The demonstration: a second small web site that embeds Chaffinch as a customer's site would.
//
// The site knows the moderation service only by its native API and a site key. It keeps no comments
// of its own: what it shows is what GET /v1/articles/{id}/comments answers.

#pragma once

#include "engine/types/timestamp.h"
#include "server/http/router.h"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace chaffinch::demo {

/// What the site needs. `now` and `new_key` are there to be replaced in tests.
struct DemoSite {
    /// Answers one request of the native API, as its server would: routing, authentication and
    /// errors included. Called from any I/O thread.
    http::Handler api{};
    std::string site_key{};            ///< sent as "Authorization: Bearer ..."
    std::string url{};                 ///< where readers find the article, told to the API
    std::string queue_url{};           ///< where moderators find the queue; empty: no link is shown
    std::function<Timestamp()> now{};  ///< empty: the system clock
    std::function<std::string()> new_key{
    };  ///< empty: 128 random bits in hex; names one showing of the form
};

/// The article page (GET /), its form (POST /comments) and their files. Works without JavaScript:
/// the form answers with a redirect to the page that tells what became of the comment.
std::vector<http::Route> demo_routes(DemoSite site);

}  // namespace chaffinch::demo
