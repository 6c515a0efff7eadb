// Bodies and queries of what happens to stored comments: edits, reports, appeals, standings, pages;
// and the comparison of two texts. Never crashes; what is accepted keeps its bounds.

#include "server/api/requests.h"
#include "server/records/word_diff.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace chaffinch;

void check(bool holds) {
    if (!holds) std::abort();
}

std::string without(const std::vector<DiffPart>& parts, DiffOp left_out) {
    std::string text;
    for (const DiffPart& part : parts) {
        if (part.op != left_out) text += part.text;
    }
    return text;
}

void read_bodies(std::string_view body) {
    if (const auto edit = api::decode_edit(body)) {
        check(edit->text || edit->format || edit->author_name || edit->author_url);
        check(!edit->text || !edit->text->empty());
    }
    if (const auto report = api::decode_report(body)) check(!report->reporter.empty());
    if (const auto text = api::decode_appeal(body)) check(!text->empty());
    if (const auto wish = api::decode_standing(body)) {
        check(wish->standing <= Standing::banned && wish->take <= TakeAlong::both);
    }
}

void read_queries(const std::string& text) {
    http::Request request;
    request.query = {{"after", text}, {"limit", text}};
    if (const auto query = api::decode_change_query(request)) check(query->after >= 0);
    request.query = {{"limit", text}, {"cursor", text}};
    if (const auto query = api::decode_page_query(request)) check(query->limit <= 200);
    if (const auto query = api::decode_published_query(request)) check(query->limit <= 1'000);
    request.headers = {{"if-match", text}};
    if (const auto version = api::decode_if_match(request)) check(!*version || **version >= 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    read_bodies(text);
    read_queries(text);
    const std::size_t half = size / 2;
    const auto parts = word_diff(text.substr(0, half), text.substr(half));
    check(without(parts, DiffOp::added) == text.substr(0, half));
    check(without(parts, DiffOp::removed) == text.substr(half));
    return 0;
}
