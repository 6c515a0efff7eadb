// The native API as the demonstration site uses it: three calls with a site key.

#pragma once

#include "engine/types/result.h"
#include "server/http/router.h"

#include <boost/asio/awaitable.hpp>
#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::demo {

struct PublishedComment {
    std::string id{};
    std::string author{};
    std::string text{};
    std::string created_at{};  ///< RFC 3339
};

/// What became of a comment, in words for its author.
struct Standing {
    std::string status{};  ///< published, held, rejected, withdrawn
    std::string reason{};  ///< a public sentence, may be empty
};

class ModerationClient {
  public:
    ModerationClient(http::Handler api, std::string site_key);

    /// In thread order. An article nobody has announced yet has no comments; that is not an error.
    /// Errors: overloaded, when the service does not answer as it should.
    [[nodiscard]] boost::asio::awaitable<Result<std::vector<PublishedComment>>> published(
        std::string article
    ) const;

    /// Submits one comment, given as the JSON of POST /v1/comments. The result is its id.
    /// Errors: invalid, with the service's sentence about what is wrong; overloaded.
    [[nodiscard]] boost::asio::awaitable<Result<std::string>> submit(std::string json) const;

    /// Errors: not_found; overloaded.
    [[nodiscard]] boost::asio::awaitable<Result<Standing>> look_up(std::string comment) const;

  private:
    [[nodiscard]] http::Request request(std::string_view method, std::string path) const;

    http::Handler api_;
    std::string site_key_;
};

}  // namespace chaffinch::demo
