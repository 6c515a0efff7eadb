// HTML character references.

#include "engine/text/entities.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <cstdint>

namespace chaffinch::text {
namespace {

struct NamedEntity {
    std::string_view name;
    char32_t first;
    char32_t second;
};

constexpr NamedEntity named_entities[] = {
#include "engine/text/entity_table.inc"
};

constexpr std::size_t longest_name = 32;  // "CounterClockwiseContourIntegral" has 31

/// What browsers make of the C1 range: Windows-1252 (WHATWG HTML, 13.2.5.80).
constexpr char32_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

char32_t as_browsers_show(std::uint32_t number) {
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) {
        return replacement_character;
    }
    if (number >= 0x80 && number < 0xA0) return windows_1252[number - 0x80];
    return static_cast<char32_t>(number);
}

std::uint32_t digit_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
    const char lower = to_ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a' + 10) : 99;
}

std::optional<Entity> numeric(std::string_view text, std::size_t at) {
    std::size_t end = at + 2;
    std::uint32_t base = 10;
    if (end < text.size() && (text[end] == 'x' || text[end] == 'X')) {
        base = 16;
        ++end;
    }
    const std::size_t digits = end;
    std::uint32_t number = 0;
    for (; end < text.size() && digit_value(text[end]) < base; ++end) {
        number = std::min<std::uint32_t>(number * base + digit_value(text[end]), 0x110000);
    }
    if (end == digits) return std::nullopt;
    if (end < text.size() && text[end] == ';') ++end;
    return Entity{{as_browsers_show(number), 0}, end - at};
}

std::optional<Entity> named(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at + 1, longest_name + 1);
    const std::size_t end = rest.find(';');
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    const std::string_view name = rest.substr(0, end);
    const auto* found = std::ranges::lower_bound(named_entities, name, {}, &NamedEntity::name);
    if (found == std::end(named_entities) || found->name != name) return std::nullopt;
    return Entity{{found->first, found->second}, end + 2};
}

}  // namespace

std::optional<Entity> entity_at(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size()) return std::nullopt;
    return text[at + 1] == '#' ? numeric(text, at) : named(text, at);
}

std::string decode_entities(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto entity = text[at] == '&' ? entity_at(text, at) : std::nullopt;
        if (!entity) {
            out.push_back(text[at++]);
            continue;
        }
        append_utf8(out, entity->values[0]);
        if (entity->values[1] != 0) append_utf8(out, entity->values[1]);
        at += entity->size;
    }
    return out;
}

}  // namespace chaffinch::text
