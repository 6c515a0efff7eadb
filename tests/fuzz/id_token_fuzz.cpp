// Any bytes as an id token, as a key set and as a discovery document. Nobody but the authors of RFC
// 7515 can sign with its keys, so whatever is accepted under them is their own example.

#include "server/oidc/id_token.h"
#include "server/oidc/metadata.h"
#include "tests/support/rfc7515.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace oidc = chaffinch::oidc;
namespace rfc7515 = chaffinch::test::rfc7515;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const oidc::KeySet published = oidc::KeySet::read(rfc7515::key_set).value();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto payload = published.payload_of(bytes);
    require(!payload || *payload == rfc7515::payload);
    // A key set, a line end, and a token that is checked with it.
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    const auto keys = oidc::KeySet::read(bytes.substr(0, line));
    if (keys) {
        require(keys->size() > 0 && keys->size() <= oidc::most_keys);
        const oidc::Expected expected{
            .issuer = "joe", .client_id = "chaffinch", .nonce = "n", .now = {}
        };
        const auto identity =
            oidc::check_id_token(bytes.substr(std::min(line + 1, size)), *keys, expected);
        if (identity) require(identity->issuer == "joe" && !identity->subject.empty());
    }
    const oidc::Settings settings{.issuer = "https://id.example", .client_secret = "secret"};
    const auto metadata = oidc::read_metadata(bytes, settings);
    if (metadata) {
        require(metadata->token_endpoint.tls && metadata->keys.tls);
        require(metadata->authorization_endpoint.starts_with("https://"));
    }
    return 0;
}
