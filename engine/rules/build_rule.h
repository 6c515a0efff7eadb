// Reads rules, composites, groups and their tests from a checked YAML tree.

#pragma once

#include "engine/rules/build_condition.h"
#include "engine/rules/compiled.h"
#include "engine/rules/schema.h"

#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rules {

/// A rule as read, with what its condition uses.
struct BuiltRule {
    Rule rule;
    ConditionUse use;
};

/// nullopt when something was reported.
std::optional<BuiltRule> build_rule(
    const YamlNode& node, bool composite, ConditionBuilder& conditions, Reporter& reporter
);

Exempt read_exempt(const YamlNode& node);
Mode read_mode(std::string_view word);

/// The comments of `tests`.
std::vector<OwnTest> read_tests(const YamlNode& node, Reporter& reporter);

}  // namespace chaffinch::rules
