// Decoding of targets and forms. One pass each; what is odd is refused, not repaired.

#include "server/http/target.h"

#include "server/http/utf8.h"

#include <algorithm>

namespace chaffinch::http {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_parent_segment(std::string_view path) {
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        if (path.substr(0, end) == "..") return true;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

bool is_plain(std::string_view target) {
    return std::ranges::all_of(target, [](char c) { return c >= 0x21 && c <= 0x7E && c != '#'; });
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else if (text[i] == '\0') {
            return std::nullopt;
        } else {
            out += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
        }
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(piece.size() + 1, text.size()));
        if (piece.empty()) continue;
        const std::size_t equals = std::min(piece.find('='), piece.size());
        auto name = percent_decode(piece.substr(0, equals), Plus::space);
        auto value = percent_decode(piece.substr(std::min(equals + 1, piece.size())), Plus::space);
        if (!name || !value) return std::nullopt;
        fields.emplace_back(*std::move(name), *std::move(value));
    }
    return fields;
}

std::optional<Target> parse_target(std::string_view text) {
    if (text.empty() || text.front() != '/' || !is_plain(text)) return std::nullopt;
    Target target;
    const std::size_t question = std::min(text.find('?'), text.size());
    target.encoded_path = text.substr(0, question);
    auto path = percent_decode(target.encoded_path, Plus::literal);
    auto query = parse_form(text.substr(std::min(question + 1, text.size())));
    if (!path || !query || has_parent_segment(*path)) return std::nullopt;
    target.path = *std::move(path);
    target.query = *std::move(query);
    return target;
}

}  // namespace chaffinch::http
