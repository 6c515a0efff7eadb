// YamlNode: a YAML file as a plain tree in which every value is still the text that was written.
//
// YAML guesses types from spelling (`no` is false, 012 is ten, 1e3 is a thousand); a word list must
// not. Here a scalar is a string and knows where it stands; what it means is decided by our schema
// (engine/rules/schema.h). Anchors, aliases, tags and repeated keys are refused: they make a rule
// file mean something else than it shows, and aliases make it grow without bound.

#pragma once

#include "engine/types/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::rules {

/// A place in a rule file, both 1-based.
struct Place {
    int line = 0;
    int column = 0;
};

struct YamlNode {
    enum class Kind : std::uint8_t { scalar, sequence, mapping };

    struct Entry;

    Kind kind = Kind::scalar;
    Place place{};
    std::string scalar{};           ///< kind scalar: the text between the quotes, if any
    bool quoted = false;            ///< kind scalar: written in quotes or as a block
    std::vector<YamlNode> items{};  ///< kind sequence
    std::vector<Entry> entries;     ///< kind mapping, in the order written

    /// A node without children.
    static YamlNode make(Kind kind, Place place, std::string scalar = {}, bool quoted = false);

    /// The value of a key, or null; null also when this is no mapping.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;

    /// Written as nothing, `~` or `null`.
    [[nodiscard]] bool is_null() const;
};

struct YamlNode::Entry {
    std::string key{};
    Place place{};
    YamlNode value{};
};

/// The size over which a file is refused: 1 MiB is ten thousand rules.
inline constexpr std::size_t max_file_bytes = 1U << 20U;

/// Reads the first document of `content`. On any error the tree is absent and `out` says why, with
/// `file` as the file's name. An empty file gives a null scalar.
std::optional<YamlNode> parse_yaml(
    const std::string& file, const std::string& content, Diagnostics& out
);

}  // namespace chaffinch::rules
