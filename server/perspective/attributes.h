// A verdict as Perspective's attributes: a probability each, and where the evidence stands.
//
// SPAM and TOXICITY are the classifier's calibrated probabilities, raised by rules that speak for
// them. INSULT and THREAT need a rule that sees one: no collection that the model was trained on
// tells them apart (models/abuse-1/card.md), so a model's figure alone would be TOXICITY under
// another name. Where a rule does, they are the chance that people call such a text abusive
// (abuse_chance.h). 0 there says that no rule matched, not that the text is harmless.

#pragma once

#include "engine/types/verdict.h"
#include "server/perspective/abuse_chance.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace chaffinch::perspective {

enum class Attribute : std::uint8_t { spam, toxicity, insult, threat };

std::optional<Attribute> attribute_from(std::string_view name);

/// Part of the comment's text, in UTF-16 units, and how much it speaks for the attribute.
struct SpanScore {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    double value = 0;
};

struct AttributeScore {
    double value = 0;                ///< 0 to 1
    std::vector<SpanScore> spans{};  ///< by place, at most 100, the strongest kept; may be empty
};

/// What INSULT and THREAT are made of.
struct Evidence {
    double points = 0;  ///< of rules that speak for the attribute
    double model = 0;   ///< log-odds of abuse as the classifier gave them out; 0 without a model
};

/// A rule that decides by itself counts as twice `hold_at` at least.
Evidence evidence_of(const Verdict& verdict, Attribute attribute, double hold_at);

/// `hold_at`: points at which a comment is held; for SPAM and TOXICITY rules of that
/// weight are a probability of 0.5.
AttributeScore score_of(
    const Verdict& verdict, Attribute attribute, std::string_view text, double hold_at
);

}  // namespace chaffinch::perspective
