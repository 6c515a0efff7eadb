// Any bytes as the head of a request: the parser and the gate end, agree with themselves however
// the bytes are cut, and admit nothing that breaks a rule of the gate.

#include "server/http/front_gate.h"
#include "server/http/head_parser.h"
#include "server/http/response_writer.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace chaffinch::http;

boost::asio::awaitable<Response> nothing(Request) {
    co_return Response{};
}

const Router& router() {
    static const Router routes(std::vector<Route>{
        {.method = "GET", .pattern = "/", .handler = nothing},
        {.method = "POST", .pattern = "/v1/comments", .body_limit = 100, .handler = nothing},
        {.method = "GET", .pattern = "/v1/comments/{id}", .handler = nothing},
        {.method = "GET", .pattern = "/files/{path...}", .handler = nothing},
    });
    return routes;
}

void require(bool holds) {
    if (!holds) std::abort();
}

std::size_t count(const Request& request, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count_if(request.headers, [&](const auto& field) {
        return field.first == name;
    }));
}

/// Feeds `bytes` in pieces that end at `cut`; true when a whole head was read.
bool read_head(HeadParser& parser, std::string_view bytes, std::size_t cut) {
    std::string buffer;
    for (std::size_t from = 0; from < bytes.size();) {
        const std::size_t end = from < cut ? std::min(cut, bytes.size()) : bytes.size();
        buffer += bytes.substr(from, end - from);
        from = end;
        std::size_t used = 0;
        const auto progress = parser.feed(buffer, used);
        require(used <= buffer.size());
        buffer.erase(0, used);
        if (progress == HeadParser::Progress::refused) require(parser.refusal_status() >= 400);
        if (progress != HeadParser::Progress::more) return progress == HeadParser::Progress::done;
    }
    return false;
}

void check_admitted(const Request& request, const Admitted& admitted) {
    require(count(request, "host") == 1);
    require(count(request, "transfer-encoding") == 0);
    require(count(request, "content-encoding") == 0);
    require(count(request, "content-length") <= 1);
    require(admitted.target.path.starts_with('/'));
    require(admitted.target.path.find('\0') == std::string::npos);
    require(request.headers.size() <= max_fields);
    if (admitted.match.route != nullptr)
        require(admitted.length <= admitted.match.route->body_limit);

    // Whatever came in may be reflected: one head goes out, or none.
    Response response;
    response.headers.emplace_back("X-Reflected", admitted.target.path);
    for (const auto& [name, value] : admitted.target.query)
        response.headers.emplace_back("X-Q", value);
    std::string head;
    if (!write_head(head, response, {.request_id = "req_1"})) return;
    require(head.find("\r\n\r\n") == head.size() - 4);
    require(std::ranges::count(head, '\n') == std::ranges::count(head, '\r'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Request whole;
    HeadParser whole_parser(whole);
    const bool done = read_head(whole_parser, bytes, 0);
    Request cut;
    HeadParser cut_parser(cut);
    const bool cut_done = read_head(cut_parser, bytes, size / 2);
    require(done == cut_done);
    if (!done) return 0;
    require(whole.headers == cut.headers && whole.target == cut.target);

    const Head head{whole_parser.version(), whole, whole_parser.declared_length()};
    const auto passed = pass_front_gate(head, {}, router());
    if (const auto* admitted = std::get_if<Admitted>(&passed)) check_admitted(whole, *admitted);
    if (const auto* refusal = std::get_if<Refusal>(&passed)) require(refusal->status >= 400);
    return 0;
}
