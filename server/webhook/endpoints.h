// Endpoints as an operator works with them: add, rotate the secret, send again. Shared by the
// commands and the operator's routes.

#pragma once

#include "engine/types/result.h"
#include "server/outgoing/target.h"
#include "server/store/webhooks.h"
#include "server/webhook/secrets.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace chaffinch::webhook {

struct NewEndpoint {
    WebhookEndpoint endpoint{};
    std::string secret{};  ///< "whsec_...", to be shown once
};

class Endpoints {
  public:
    Endpoints(store::WebhookStore& store, const SecretBox& secrets, outgoing::TargetPolicy policy);

    /// Errors: invalid (the URL), and those of WebhookStore::add_endpoint.
    boost::asio::awaitable<Result<NewEndpoint>> add(
        SiteId site, std::string url, std::string format, Timestamp now
    );

    /// Gives the new secret; the old one signs as well for 24 hours more. Errors: not_found.
    boost::asio::awaitable<Result<std::string>> rotate(EndpointId id, Timestamp now);

  private:
    store::WebhookStore& store_;
    SecretBox secrets_;
    outgoing::TargetPolicy policy_;
};

}  // namespace chaffinch::webhook
