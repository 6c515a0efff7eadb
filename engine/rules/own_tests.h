// A rule's own tests, run against the whole set: does this comment fire this rule?

#pragma once

#include "engine/rules/compiled.h"
#include "engine/types/diagnostic.h"

#include <cstddef>

namespace chaffinch::rules {

struct TestTally {
    std::size_t run = 0;
    std::size_t failed = 0;
};

/// Runs the tests of every rule and reports each that fails at its place. Rules that are off, in
/// shadow or expired are tested as if they were on.
TestTally run_own_tests(const RuleSet::Compiled& rules, Diagnostics& out);

}  // namespace chaffinch::rules
