// What is asked of the log of decisions and of erasure, fed with any bytes: the first line is the
// query string, the rest the body. Everything is read within its bounds or refused with the reason;
// and whatever stands in a field of a CSV, it stays one field and begins no formula.

#include "server/api/history_query.h"
#include "server/audit/history_lines.h"

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

http::Request request_of(std::string_view line) {
    http::Request request;
    while (!line.empty()) {
        const std::string_view pair = line.substr(0, line.find('&'));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(
            pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size()))
        );
        line.remove_prefix(std::min(pair.size() + 1, line.size()));
    }
    return request;
}

void look_at_field(std::string_view bytes) {
    const std::string field = audit::csv_field(bytes);
    require(field.size() >= 2 && field.front() == '"' && field.back() == '"');
    const std::string_view inside = std::string_view(field).substr(1, field.size() - 2);
    require(inside.empty() || std::string_view("=+-@\t\r").find(inside.front()) == inside.npos);
    for (std::size_t at = inside.find('"'); at != inside.npos; at = inside.find('"', at + 2)) {
        require(at + 1 < inside.size() && inside[at + 1] == '"');
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    const http::Request request = request_of(bytes.substr(0, line));
    auth::ModeratorCaller caller;
    caller.sites = {SiteId{"a"}, SiteId{"b"}};
    for (const api::QueryFor what : {api::QueryFor::page, api::QueryFor::file}) {
        const auto read = api::decode_history_query(request, caller, what);
        if (!read) {
            require(!read.error().detail.empty() || !read.error().fields.empty());
            continue;
        }
        require(read->query.limit >= 1 && read->query.limit <= 200);
        for (const SiteId& site : read->query.sites) {
            require(std::ranges::find(caller.sites, site) != caller.sites.end());
        }
        require(read->sees_nothing == read->query.sites.empty());
    }
    const auto erasure = api::decode_erasure(bytes.substr(std::min(line + 1, bytes.size())));
    if (erasure) {
        const store::Person& person = erasure->person;
        require(!person.site.empty());
        require(!person.author.empty() || !person.id.empty() || !person.email.empty());
    }
    look_at_field(bytes);
    return 0;
}
