// CoralApi: POST /coral/{site}, Coral's external moderation phase
// (https://github.com/coralproject/talk, EXTERNAL_MODERATION_PHASES.md).

#pragma once

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
    CoralApi(intake::Intake& intake, Secrets secrets)
        : intake_(intake), secrets_(std::move(secrets)) {}

    /// The object must outlive it.
    std::vector<http::Route> routes();

  private:
    boost::asio::awaitable<http::Response> moderate(http::Request request);

    intake::Intake& intake_;
    Secrets secrets_;
};

/// What Coral is answered: 204 when nothing is to be said, else status and flag.
http::Response answer_of(const Verdict& verdict);

}  // namespace chaffinch::coral
