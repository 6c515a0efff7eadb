// OidcApi: the calls of the native door for log-ins through a provider: its two halves, which ways
// to log in there are, and the links between accounts and identities, others' and one's own. The
// contract is openapi.yaml beside this file.
//
// The two halves are visited by a browser, not called by a script: they answer with redirects, and
// every refusal ends on the log-in page with a word of a closed list, never with text that came in.
// Linking one's own account goes the same way and ends on its settings. The session's cookie does
// not come along from the provider's site (SameSite=Strict), so the ticket names the session.

#pragma once

#include "server/api/callers.h"
#include "server/auth/identities.h"
#include "server/auth/identity_log_in.h"
#include "server/http/router.h"
#include "server/oidc/provider.h"

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::api {

class OidcApi {
  public:
    /// `provider`: null when none is configured; the routes are there all the same.
    OidcApi(
        auth::Authenticator& authenticator,
        store::CredentialStore& credentials,
        store::IdentityStore& identities,
        const runtime::Clock& clock,
        oidc::Provider* provider,
        auth::Newcomers newcomers,
        bool secure_cookies
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    Reply get_methods(http::Request request);
    Reply get_begin(http::Request request);
    Reply get_callback(http::Request request);
    Reply get_identity(http::Request request);
    Reply put_identity(http::Request request);
    Reply post_identity_end(http::Request request);
    Reply get_own_identity(http::Request request);
    Reply post_own_identity(http::Request request);
    Reply post_own_identity_end(http::Request request);

    /// The ends of the two ways through the provider.
    Reply finish_log_in(ProvenIdentity identity, std::string address);
    Reply finish_link(ProvenIdentity identity, std::string note, std::string address);

    [[nodiscard]] std::string ticket_cookie(std::string_view value, int seconds) const;
    [[nodiscard]] http::Response sent_to(std::string location) const;
    [[nodiscard]] http::Response back_to_log_in(std::string_view why) const;
    [[nodiscard]] http::Response back_to_settings(std::string_view outcome) const;

    http::Handler handler(Reply (OidcApi::*handle)(http::Request));

    Callers callers_;
    auth::IdentityLogIn log_in_;
    auth::Identities identities_;
    const runtime::Clock& clock_;
    oidc::Provider* provider_;
    bool secure_cookies_;
};

}  // namespace chaffinch::api
