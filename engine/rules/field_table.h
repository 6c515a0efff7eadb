// The table of fields: what `field:` may name, what kind of value it is and where it comes from.
//
// The loader, the matcher, the JSON Schema and the suggestions ("did you mean") read this one
// table.

#pragma once

#include "engine/rules/inputs.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

enum class FieldKind : std::uint8_t {
    view,    ///< running text with positions: words, phrases, re, contains ...
    gained,  ///< words seen only after undoing disguises: words and counts
    items,   ///< urls or hosts: true when one of them fits
    string,  ///< one short value, compared without regard to case
    host,    ///< one host name
    number,
    flag,
    listed,  ///< links.all_in_list
};

/// The texts that patterns run over. `urls` and `hosts` are scanned item by item.
enum class View : std::uint8_t { none, normal, raw, tokens, skeleton, author_name, urls, hosts };
inline constexpr std::size_t view_count = 8;

struct FieldInfo {
    std::string_view name;
    FieldKind kind;
    View view;  ///< none: not a pattern field
    bool late;  ///< known only after the classifier: its rules are judged in combine()
    std::optional<double> (*number)(const Inputs&);
    std::optional<bool> (*flag)(const Inputs&);
    std::optional<std::string> (*string)(const Inputs&);
    std::string_view doc;  ///< one line for people
};

std::span<const FieldInfo> field_table();

/// Null when there is no such field.
const FieldInfo* find_field(std::string_view name);

/// Values, `given` first. nullopt: unknown.
std::optional<double> number_of(const FieldInfo& field, const Inputs& inputs);
std::optional<bool> flag_of(const FieldInfo& field, const Inputs& inputs);
std::optional<std::string> string_of(const FieldInfo& field, const Inputs& inputs);

/// The links of the comment and of the author's website, as far as known.
std::vector<const text::Link*> links_of(const Inputs& inputs);

}  // namespace chaffinch::rules
