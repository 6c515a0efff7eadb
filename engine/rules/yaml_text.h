// Writing YAML: scalars that come back as they were, and trees in flow style.

#pragma once

#include "engine/rules/yaml_tree.h"

#include <string>
#include <string_view>

namespace chaffinch::rules {

/// A scalar that every YAML reader takes for this very string.
std::string yaml_scalar(std::string_view text);

/// `{field: text, words: [a, b]}` on one line.
std::string yaml_flow(const YamlNode& node);

}  // namespace chaffinch::rules
