// Any bytes as X-Forwarded-For lines (one a line): the result is the peer or an address that was
// written there, never a trusted proxy while an untrusted one stands to its right.

#include "server/http/client_address.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace chaffinch::http;

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::string> entries{"10.0.0.0/8", "2001:db8:1::/48"};
    static const TrustedProxies trusted = TrustedProxies::parse(entries).value();
    static const auto proxy = boost::asio::ip::make_address("10.0.0.5");
    static const auto stranger = boost::asio::ip::make_address("198.51.100.7");

    Request request;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        request.headers.emplace_back("x-forwarded-for", line);
        if (const auto parsed = parse_address(line)) {
            require(parse_address(parsed->to_string()) == *parsed);
            (void)sender_key(*parsed);
        }
    }
    require(client_address(stranger, request, trusted) == stranger);
    const auto client = client_address(proxy, request, trusted);
    require(canonical(client) == client);
    if (!request.headers.empty()) {
        // Asking once more from where it ended changes nothing: nobody is believed twice.
        request.headers.clear();
        require(client_address(client, request, trusted) == client);
    }
    std::vector<std::string> as_entries{std::string(reinterpret_cast<const char*>(data), size)};
    (void)TrustedProxies::parse(as_entries);
    return 0;
}
