// What a provider says about itself in its discovery document (OpenID Connect Discovery 1.0).

#pragma once

#include "engine/types/result.h"
#include "server/oidc/settings.h"
#include "server/outgoing/target.h"

#include <string>
#include <string_view>

namespace chaffinch::oidc {

/// How we prove to the token endpoint who we are (OIDC Core 9).
enum class ClientProof { basic, post, none };

struct Metadata {
    std::string authorization_endpoint{};  ///< where the browser goes
    outgoing::Target token_endpoint{};
    outgoing::Target keys{};
    ClientProof proof = ClientProof::none;
    bool names_itself = false;  ///< sends `iss` with its answers (RFC 9207)
};

/// Where the discovery document of this issuer lies.
std::string discovery_url(const Settings& settings);

/// Total on any bytes. Errors: malformed; invalid, also when the document is another issuer's, when
/// an endpoint is no acceptable URL, or when the provider takes no proof that we can give.
Result<Metadata> read_metadata(std::string_view document, const Settings& settings);

/// For every URL of a provider: acceptable_url() has been asked before.
outgoing::TargetPolicy target_policy(const Settings& settings);

}  // namespace chaffinch::oidc
