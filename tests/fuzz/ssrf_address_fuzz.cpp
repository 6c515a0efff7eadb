// Any bytes as the URL of a webhook: what is accepted leads to the public internet, and its parts
// can be written into a request without making two of it.

#include "server/outgoing/address_guard.h"
#include "server/outgoing/target.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace outgoing = chaffinch::outgoing;

namespace {

void require(bool held) {
    if (!held) std::abort();
}

bool visible(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view url(reinterpret_cast<const char*>(data), size);
    const auto guarded = outgoing::parse_target(url, {.allow_http = true});
    const auto open = outgoing::parse_target(url, {.allow_http = true, .allow_private = true});
    if (guarded) {
        require(open.has_value());
        require(!guarded->literal || outgoing::may_connect(*guarded->literal, {}));
        require(
            guarded->literal || guarded->host.find_first_not_of("0123456789.") != guarded->host.npos
        );
        const auto port = guarded->port;
        require(guarded->tls ? port == 443 || port == 8443 : port == 80 || port == 8080);
    }
    if (open && size < outgoing::longest_url) {
        require(visible(open->host) && visible(open->path) && visible(open->authority()));
        require(open->path.starts_with('/') && open->port != 0);
        // What is sent as the authority reads back as the same place.
        const auto again = outgoing::parse_target(
            (open->tls ? "https://" : "http://") + open->authority() + open->path,
            {.allow_http = true, .allow_private = true}
        );
        require(again && again->host == open->host && again->port == open->port);
        require(again->path == open->path && again->literal == open->literal);
    }
    if (size >= 16) {
        outgoing::Ipv6 address{};
        std::copy_n(data, address.size(), address.begin());
        // Nothing outside global unicast space is public, whatever it embeds.
        if (outgoing::is_public(address)) require((address[0] & 0xe0) == 0x20);
    }
    return 0;
}
