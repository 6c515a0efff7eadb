// What a moderator's page asks of the queue, fed with any bytes: the first line is the query
// string, the rest the body. Everything is read within its bounds or refused with the reason.

#include "engine/text/hidden_characters.h"
#include "server/api/queue_requests.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace chaffinch;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

http::Request request_of(std::string_view bytes) {
    http::Request request;
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    request.body = bytes.substr(std::min(line + 1, bytes.size()));
    std::string_view rest = bytes.substr(0, line);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(
            pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size()))
        );
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
    return request;
}

template <class T>
void refused_with_reason(const Result<T>& read) {
    if (!read) require(!read.error().detail.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const http::Request request = request_of(bytes);
    const review::Reviewer reviewer{.id = ModeratorId{"mod_1"}, .login = "eva"};

    const auto query = api::decode_queue_query(request, reviewer);
    refused_with_reason(query);
    if (query) require(query->limit >= 1 && query->limit <= 200);
    const auto wish = api::decode_claim(request, reviewer);
    refused_with_reason(wish);
    if (wish) {
        require(wish->count >= 1 && wish->count <= 50 && wish->comments.size() <= 50);
        require(wish->lease.count() >= 10 && wish->lease.count() <= 3'600);
    }
    const auto renewal = api::decode_renewal(request.body);
    refused_with_reason(renewal);
    if (renewal) require(renewal->comments.size() <= store::claims_of_a_moderator);
    refused_with_reason(api::decode_release(request));
    refused_with_reason(api::decode_sites(request));
    refused_with_reason(api::decode_note(request.body));
    refused_with_reason(api::decode_assignment(request.body, reviewer));
    require(text::hidden_characters(bytes, 100).size() <= 100);
    return 0;
}
