// `rules stats`: how often each rule fires over files of comments, on ham and on spam.

#pragma once

#include "engine/rules/rule_set.h"

#include <ostream>
#include <string>
#include <vector>

namespace chaffinch::commands {

/// Prints a table of all rules that fired, most frequent first, and the number that never did.
/// `files` empty: standard input. 0; 1 when lines were bad (counted, not judged); 2 when a file
/// cannot be read.
int print_stats(
    const rules::RuleSet& rules,
    const std::vector<std::string>& files,
    std::ostream& out,
    std::ostream& errors
);

}  // namespace chaffinch::commands
