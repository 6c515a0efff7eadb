// application/x-www-form-urlencoded, as requests of OAuth 2.0 are written.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::oidc {

using FormField = std::pair<std::string, std::string>;

/// Everything but the unreserved characters of RFC 3986 is escaped.
std::string form(const std::vector<FormField>& fields);

/// The value of an Authorization header: both parts are form-encoded before they are joined
/// (RFC 6749, 2.3.1).
std::string basic_authorization(std::string_view client_id, std::string_view secret);

}  // namespace chaffinch::oidc
