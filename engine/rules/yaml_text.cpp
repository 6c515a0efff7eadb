// Plain where that is safe beyond doubt, else single quotes; control characters need double ones.

#include "engine/rules/yaml_text.h"

#include <algorithm>
#include <cstdio>

namespace chaffinch::rules {

namespace {

bool is_plain(std::string_view text) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto is_body = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    // Words that some YAML reader takes for a truth value or for nothing.
    static constexpr std::string_view loaded[] = {
        "y", "n", "yes", "no", "on", "off", "true", "false", "null"
    };
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_body) &&
           std::ranges::find(loaded, lower) == std::end(loaded);
}

std::string doubly_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\x%02x", byte);
            out += escape;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    const bool control = std::ranges::any_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (control) return doubly_quoted(text);
    std::string out = "'";
    for (const char c : text) {
        out += c;
        if (c == '\'') out += c;
    }
    return out + "'";
}

std::string yaml_flow(const YamlNode& node) {
    std::string out;
    switch (node.kind) {
        case YamlNode::Kind::scalar:
            // Unquoted numbers and truth values are typed by the schema and must stay unquoted.
            if (node.is_null()) return "null";
            return node.quoted || is_plain(node.scalar) ||
                           node.scalar.find_first_not_of("0123456789.-truefalse") !=
                               std::string::npos
                       ? yaml_scalar(node.scalar)
                       : node.scalar;
        case YamlNode::Kind::sequence:
            for (const YamlNode& item : node.items) {
                out += (out.empty() ? "" : ", ") + yaml_flow(item);
            }
            return "[" + out + "]";
        case YamlNode::Kind::mapping:
            for (const auto& entry : node.entries) {
                out += (out.empty() ? "" : ", ") + yaml_scalar(entry.key) + ": " +
                       yaml_flow(entry.value);
            }
            return "{" + out + "}";
    }
    return out;
}

}  // namespace chaffinch::rules
