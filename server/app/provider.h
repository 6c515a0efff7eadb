// Log-in through a provider, connected: resolver, TLS, client and provider, and the task that keeps
// it up to date.

#pragma once

#include "engine/types/result.h"
#include "server/app/config.h"
#include "server/oidc/provider.h"
#include "server/outgoing/resolver.h"
#include "server/runtime/clock.h"
#include "server/runtime/task_group.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

namespace chaffinch::app {

/// With the secret, read from its file. Errors: invalid, naming the file.
Result<oidc::Settings> read_secret(OidcConfig config);

class Provider {
  public:
    /// The clock must outlive it, as must the io_context its task.
    Provider(boost::asio::io_context& io, oidc::Settings settings, const runtime::Clock& clock);

    void start();
    void stop();

    [[nodiscard]] bool stopped() const { return tasks_.running() == 0; }

    [[nodiscard]] oidc::Provider& provider() { return provider_; }

  private:
    boost::asio::ssl::context tls_;
    outgoing::SystemResolver resolver_{};
    outgoing::Client client_;
    oidc::Provider provider_;
    runtime::TaskGroup tasks_;
};

}  // namespace chaffinch::app
