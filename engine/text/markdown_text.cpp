// Visible text of Markdown bodies. md4c reports pieces of its input in place, which gives offsets.

#include "engine/text/markdown_text.h"

#include "engine/text/entities.h"
#include "engine/text/html_text.h"
#include "engine/text/utf8.h"

#include <md4c.h>

#include <string>

namespace chaffinch::text {
namespace {

struct Reading {
    std::string_view body;
    HtmlReader out;
    std::size_t last = 0;  ///< end of the last piece that stood in the body
    int images = 0;
};

Reading& reading(void* userdata) {
    return *static_cast<Reading*>(userdata);
}

/// Where a piece stands in the body, or the last known place for one that md4c made itself.
SourceRange place(const Reading& now, const char* piece, std::size_t size) {
    const char* first = now.body.data();
    if (piece >= first && piece + size <= first + now.body.size()) {
        const auto begin = static_cast<std::uint32_t>(piece - first);
        return {begin, begin + static_cast<std::uint32_t>(size)};
    }
    const auto here = static_cast<std::uint32_t>(now.last);
    return {here, here};
}

int enter_block(MD_BLOCKTYPE type, void*, void* userdata) {
    Reading& now = reading(userdata);
    if (type != MD_BLOCK_DOC) now.out.break_line(now.last);
    return 0;
}

int leave_block(MD_BLOCKTYPE type, void*, void* userdata) {
    Reading& now = reading(userdata);
    if (type != MD_BLOCK_DOC) now.out.break_line(now.last);
    return 0;
}

void open(Reading& now, const MD_ATTRIBUTE& target) {
    if (target.text == nullptr || target.size == 0) return;
    const std::string written{target.text, target.size};
    now.out.open_link(decode_entities(written), place(now, target.text, target.size));
}

int enter_span(MD_SPANTYPE type, void* detail, void* userdata) {
    Reading& now = reading(userdata);
    now.out.result().markup = true;
    if (type == MD_SPAN_A) open(now, static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
    if (type == MD_SPAN_IMG) open(now, static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
    return 0;
}

int leave_span(MD_SPANTYPE type, void*, void* userdata) {
    if (type == MD_SPAN_A || type == MD_SPAN_IMG) reading(userdata).out.close_link();
    return 0;
}

void append_literally(Reading& now, SourceRange where) {
    for (std::size_t at = where.begin; at < where.end;) {
        const Decoded decoded = decode_at(now.body.substr(0, where.end), at);
        now.out.append(decoded.value, at, at + decoded.size);
        at += decoded.size;
    }
}

int text(MD_TEXTTYPE type, const MD_CHAR* piece, MD_SIZE size, void* userdata) {
    Reading& now = reading(userdata);
    const SourceRange where = place(now, piece, size);
    switch (type) {
        case MD_TEXT_BR:
        case MD_TEXT_SOFTBR:
            now.out.append(U'\n', where.begin, where.begin);
            return 0;
        case MD_TEXT_NULLCHAR:
            now.out.append(replacement_character, where.begin, where.end);
            return 0;
        case MD_TEXT_HTML:
        case MD_TEXT_ENTITY:
            now.out.read(where.begin, where.end);
            break;
        default:
            append_literally(now, where);
            break;
    }
    if (where.begin == where.end && size > 0) now.out.append(U' ', where.begin, where.end);
    now.last = where.end;
    return 0;
}

}  // namespace

VisibleText read_markdown(std::string_view body) {
    Reading now{body, HtmlReader{body}};
    MD_PARSER parser{};
    parser.flags = MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_TABLES;
    parser.enter_block = enter_block;
    parser.leave_block = leave_block;
    parser.enter_span = enter_span;
    parser.leave_span = leave_span;
    parser.text = text;
    if (md_parse(body.data(), static_cast<MD_SIZE>(body.size()), &parser, &now) != 0) {
        return read_html(body);  // out of memory inside md4c: the tags at least are understood
    }
    return now.out.finish();
}

}  // namespace chaffinch::text
