// json_schema(): the rule language as JSON Schema, from the very tables the loader uses.

#pragma once

#include <string>

namespace chaffinch::rules {

/// JSON Schema (draft 2020-12) of a rule file, for editors that complete and check YAML.
std::string json_schema();

}  // namespace chaffinch::rules
