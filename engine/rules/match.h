// How signals come from rules: shared by RuleSet, the rules' own tests and explain.

#pragma once

#include "engine/rules/compiled.h"
#include "engine/rules/evaluation.h"
#include "engine/types/signal.h"

#include <string_view>

namespace chaffinch::rules {

/// Which rules may speak.
enum class Voice : std::uint8_t {
    by_mode,   ///< as their mode says: off is silent, shadow is marked
    everyone,  ///< own tests: every rule as if it were on, expired or not
};

/// Signals of the early rules.
Signals match_early(
    const RuleSet::Compiled& rules, Evaluation& evaluation, const Inputs& inputs, Voice voice
);

/// The given signals with those of the late rules and composites; absorbed parts weigh 0.
Signals match_late(
    const RuleSet::Compiled& rules,
    Evaluation& evaluation,
    const Inputs& inputs,
    Signals signals,
    Voice voice
);

/// The bytes of the comment that a span stands for; empty when it does not lie in them.
std::string_view text_behind(const Span& span, const Inputs& inputs);

/// False when scope, exemption, mode or expiry keep the rule silent.
bool applies(const Rule& rule, const Inputs& inputs, Voice voice);

}  // namespace chaffinch::rules
