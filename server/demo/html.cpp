// Escaping and filling of templates; see html.h.

#include "server/demo/html.h"

#include <algorithm>
#include <cassert>

namespace chaffinch::demo {

namespace {

std::string_view reference(char character) {
    switch (character) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

}  // namespace

Html& Html::operator+=(const Html& more) {
    markup_ += more.markup_;
    return *this;
}

Html escape(std::string_view text) {
    Html html;
    html.markup_.reserve(text.size());
    for (const char character : text) {
        if (const std::string_view replaced = reference(character); !replaced.empty())
            html.markup_ += replaced;
        else
            html.markup_ += character;
    }
    return html;
}

Html fill(
    std::string_view trusted_template, const std::vector<std::pair<std::string_view, Html>>& places
) {
    Html html;
    while (true) {
        const std::size_t open = trusted_template.find("{{");
        const std::size_t close = trusted_template.find("}}", open);
        html.markup_ += trusted_template.substr(0, open);
        if (close == std::string_view::npos) break;
        const std::string_view name = trusted_template.substr(open + 2, close - open - 2);
        const auto place =
            std::ranges::find(places, name, &std::pair<std::string_view, Html>::first);
        assert(place != places.end() && "the template has a place without a value");
        if (place != places.end()) html.markup_ += place->second.markup_;
        trusted_template.remove_prefix(close + 2);
    }
    return html;
}

}  // namespace chaffinch::demo
