// scalar_problem(): whether one value has the shape its key asks for.

#pragma once

#include "engine/rules/schema.h"
#include "engine/rules/yaml_tree.h"

#include <optional>
#include <string>

namespace chaffinch::rules {

struct ScalarProblem {
    std::string message;  ///< "must be a number"
    std::string hint{};
};

/// nullopt when `node`, a scalar, fits `shape`; shapes that are no scalars fit always.
std::optional<ScalarProblem> scalar_problem(const YamlNode& node, Shape shape);

}  // namespace chaffinch::rules
