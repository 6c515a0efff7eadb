// Named lists of words and hosts: written in a rule file, or in a text file beside it.

#pragma once

#include "engine/rules/build_condition.h"
#include "engine/rules/load.h"
#include "engine/rules/schema.h"

#include <vector>

namespace chaffinch::rules {

/// Adds the lists of one file's `lists:` to `lists`. `sources` holds the files they may name.
void read_lists(
    const YamlNode& root,
    const std::vector<SourceFile>& sources,
    NamedLists& lists,
    Reporter& reporter,
    Diagnostics& out
);

}  // namespace chaffinch::rules
