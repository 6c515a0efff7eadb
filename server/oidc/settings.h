// What an operator says about the provider.

#pragma once

#include "engine/types/result.h"

#include <string>
#include <string_view>

namespace chaffinch::oidc {

struct Settings {
    std::string issuer{};         ///< exactly as the provider writes it, with or without last slash
    std::string client_id{};      ///< that the provider gave us
    std::string client_secret{};  ///< empty: a public client, PKCE alone proves who begins
    std::string redirect_url{};   ///< ours, as registered with the provider
    std::string name{};           ///< of the provider, for the button
    std::string scopes = "openid email";
    /// Loopback only: for tests and trials.
    bool allow_http = false;
};

/// The path that redirect_url ends with.
inline constexpr std::string_view callback_path = "/v1/session/oidc/callback";

/// A provider's URL must be https, or with `allow_http` http to loopback. Private addresses are
/// fine: an operator set it. Errors: invalid, with a sentence that says what to change.
Result<void> acceptable_url(std::string_view url, bool allow_http);

/// The same for an issuer, which has no query (Discovery 1.0, section 3).
Result<void> acceptable_issuer(std::string_view url, bool allow_http);

/// The same for our own address: its path is callback_path, without a query.
Result<void> acceptable_redirect_url(std::string_view url, bool allow_http);

}  // namespace chaffinch::oidc
