// CoralApi: POST /coral/{site}, Coral's external moderation phase
// (https://github.com/coralproject/talk, EXTERNAL_MODERATION_PHASES.md).

#pragma once

#include "server/auth/rate_limits.h"
#include "server/http/router.h"
#include "server/intake/intake.h"

#include <map>
#include <string>
#include <vector>

namespace chaffinch::coral {

/// Signing secrets of Coral by the site they speak for.
using Secrets = std::map<SiteId, std::vector<std::string>>;

class CoralApi {
  public:
    /// `rate`: of the signed questions of each site, as of a site's key; what is not signed is
    /// refused before it is counted, so nobody else uses it up.
    CoralApi(intake::Intake& intake, Secrets secrets, auth::RateLimit rate)
        : intake_(intake), secrets_(std::move(secrets)), rates_(rate) {}

    /// The object must outlive it.
    std::vector<http::Route> routes();

  private:
    boost::asio::awaitable<http::Response> moderate(http::Request request);

    intake::Intake& intake_;
    Secrets secrets_;
    auth::RateLimits rates_;
};

/// What Coral is answered: 204 when nothing is to be said, else status and flag.
http::Response answer_of(const Verdict& verdict);

}  // namespace chaffinch::coral
