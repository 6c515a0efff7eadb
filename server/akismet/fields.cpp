// Forms, leniently; JSON, strictly.

#include "server/akismet/fields.h"

#include "engine/wire/submission_json.h"
#include "server/akismet/charset.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace chaffinch::akismet {

namespace json = boost::json;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::optional<int> hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && text.size() - i >= 3;
        const auto high = escape ? hex_value(text[i + 1]) : std::nullopt;
        const auto low = escape ? hex_value(text[i + 2]) : std::nullopt;
        if (high && low) {
            out += static_cast<char>(*high * 16 + *low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

Result<Pairs> form_pairs(std::string_view text) {
    Pairs pairs;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(piece.size() + 1, text.size()));
        if (piece.empty()) continue;
        if (pairs.size() == max_fields) return Error{Errc::too_large, "too many fields"};
        const std::size_t equals = std::min(piece.find('='), piece.size());
        pairs.emplace_back(
            percent_decoded(piece.substr(0, equals)),
            percent_decoded(piece.substr(std::min(equals + 1, piece.size())))
        );
    }
    return pairs;
}

std::string scalar_text(const json::value& value) {
    if (value.is_string()) return {value.get_string().data(), value.get_string().size()};
    if (value.is_null()) return {};
    return json::serialize(value);
}

Result<Pairs> json_pairs(std::string_view text) {
    const auto value = wire::parse_json(text);
    if (!value) return value.error();
    if (!value->is_object()) return Error{Errc::malformed, "send a form or a JSON object"};
    Pairs pairs;
    for (const auto& [name, member] : value->get_object()) {
        if (!member.is_array()) {
            pairs.emplace_back(std::string(name), scalar_text(member));
            continue;
        }
        for (const json::value& item : member.get_array()) {
            pairs.emplace_back(std::string(name) + "[]", scalar_text(item));
        }
    }
    if (pairs.size() > max_fields) return Error{Errc::too_large, "too many fields"};
    return pairs;
}

/// `name` of "name", "name[]" and "name[3]".
std::string_view base_name(std::string_view name) {
    return name.ends_with(']') ? name.substr(0, name.find('[')) : name;
}

}  // namespace

Fields::Fields(Pairs pairs) : pairs_(std::move(pairs)) {}

std::string_view Fields::get(std::string_view name) const {
    for (auto pair = pairs_.rbegin(); pair != pairs_.rend(); ++pair) {
        if (pair->first == name) return pair->second;
    }
    return {};
}

bool Fields::has(std::string_view name) const {
    return std::ranges::any_of(pairs_, [name](const auto& pair) { return pair.first == name; });
}

std::vector<std::string_view> Fields::list(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : pairs_) {
        if (base_name(key) == name && !value.empty()) values.emplace_back(value);
    }
    return values;
}

bool Fields::is_set(std::string_view name) const {
    std::string value(get(name));
    std::ranges::transform(value, value.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return value == "1" || value == "true" || value == "yes" || value == "on";
}

Result<Fields> read_fields(const http::Request& request) {
    const std::size_t start = request.body.find_first_not_of(" \t\r\n");
    if (start == std::string::npos) return Fields(request.query);
    auto pairs = request.body[start] == '{' ? json_pairs(request.body) : form_pairs(request.body);
    if (!pairs) return pairs.error();
    std::string charset;
    for (const auto& [name, value] : *pairs) {
        if (name == "blog_charset") charset = value;
    }
    for (auto& [name, value] : *pairs) {
        name = as_utf8(name, charset);
        value = as_utf8(value, charset);
    }
    return Fields(*std::move(pairs));
}

}  // namespace chaffinch::akismet
