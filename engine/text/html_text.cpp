// Visible text of HTML bodies: a linear scanner over tags, comments and character references.

#include "engine/text/html_text.h"

#include "engine/text/entities.h"
#include "engine/text/tag.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chaffinch::text {
namespace {

constexpr std::array<std::string_view, 7> raw_text_elements{
    "script", "style", "noframes", "noembed", "iframe", "title", "template"
};

/// Elements that begin a new line; a word never runs from one into the next.
constexpr std::array<std::string_view, 24> block_elements{
    "p",  "div", "br", "li", "ul",      "ol",      "blockquote", "pre", "h1",     "h2", "h3", "h4",
    "h5", "h6",  "tr", "td", "section", "article", "table",      "hr",  "figure", "dd", "dt", "th"
};

constexpr std::array<std::string_view, 6> void_elements{"br", "img", "hr", "input", "wbr", "embed"};

bool is_one_of(const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != std::end(names);
}

}  // namespace

VisibleText read_html(std::string_view body) {
    HtmlReader reader{body};
    reader.read(0, body.size());
    return reader.finish();
}

void HtmlReader::read(std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
        if (body_[at] == '<') {
            const std::size_t after = read_markup(at, end);
            if (after > at) {
                at = after;
                continue;
            }
        }
        if (body_[at] == '&') {
            if (const auto entity = entity_at(body_.substr(0, end), at)) {
                result_.entity = true;
                append(entity->values[0], at, at + entity->size);
                if (entity->values[1] != 0) append(entity->values[1], at, at + entity->size);
                at += entity->size;
                continue;
            }
        }
        const Decoded decoded = decode_at(body_.substr(0, end), at);
        append(decoded.value, at, at + decoded.size);
        at += decoded.size;
    }
}

void HtmlReader::append(char32_t value, std::size_t begin, std::size_t end) {
    if (concealing_depth_ > 0) {
        conceal(begin, end);
        return;
    }
    result_.units.push_back(
        {value, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), false}
    );
}

void HtmlReader::conceal(std::size_t begin, std::size_t end) {
    const auto from = static_cast<std::uint32_t>(begin);
    const auto to = static_cast<std::uint32_t>(end);
    if (!result_.concealed.empty() && result_.concealed.back().end == from) {
        result_.concealed.back().end = to;
    } else if (from < to) {
        result_.concealed.push_back({from, to});
    }
}

void HtmlReader::open_link(std::string target, SourceRange source) {
    close_link();
    open_link_ = result_.links.size();
    const std::size_t at = result_.units.size();
    result_.links.push_back({std::move(target), at, at, source, concealing_depth_ > 0});
}

void HtmlReader::close_link() {
    if (open_link_) result_.links[*open_link_].end = result_.units.size();
    open_link_.reset();
}

void HtmlReader::break_line(std::size_t at) {
    if (result_.units.empty() || result_.units.back().value == U'\n') return;
    append(U'\n', at, at);
}

/// Returns where reading goes on, or `at` when no mark-up begins there.
std::size_t HtmlReader::read_markup(std::size_t at, std::size_t end) {
    const std::string_view text = body_.substr(0, end);
    if (text.substr(at).starts_with("<!--")) {
        result_.markup = true;
        const std::size_t close = text.find("-->", at + 4);
        const std::size_t after = close == std::string_view::npos ? end : close + 3;
        conceal(at + 4, close == std::string_view::npos ? end : close);
        return after;
    }
    if (at + 1 < end && (text[at + 1] == '!' || text[at + 1] == '?')) {
        result_.markup = true;
        return std::min(text.find('>', at), end - 1) + 1;
    }
    auto tag = tag_at(text, at);
    if (!tag) return at;
    result_.markup = true;
    if (!tag->complete) return end;
    if (is_one_of(block_elements, tag->name)) break_line(at);
    if (concealing_depth_ > 0 && tag->name == concealing_element_) {
        concealing_depth_ += tag->closing ? -1 : 1;
    } else if (!tag->closing && tag->concealing && concealing_depth_ == 0 &&
               !is_one_of(void_elements, tag->name)) {
        concealing_element_ = tag->name;
        concealing_depth_ = 1;
    }
    if (tag->name == "a" && tag->closing) close_link();
    if (tag->target && !tag->closing) {
        const SourceRange source{
            static_cast<std::uint32_t>(tag->target_begin),
            static_cast<std::uint32_t>(tag->target_end)
        };
        open_link(std::move(*tag->target), source);
        if (tag->name != "a") close_link();
    }
    if (!tag->closing && is_one_of(raw_text_elements, tag->name)) {
        return read_raw_text(tag->name, tag->end, end);
    }
    return tag->end;
}

/// Content that is code, not text, up to its end tag.
std::size_t HtmlReader::read_raw_text(const std::string& name, std::size_t at, std::size_t end) {
    std::size_t close = at;
    for (; close < end; ++close) {
        if (body_[close] != '<' || close + 2 + name.size() > end || body_[close + 1] != '/')
            continue;
        const std::string_view candidate = body_.substr(close + 2, name.size());
        if (std::ranges::equal(candidate, name, {}, to_ascii_lower)) break;
    }
    conceal(at, close);
    return close;
}

VisibleText HtmlReader::finish() {
    close_link();
    return std::move(result_);
}

}  // namespace chaffinch::text
