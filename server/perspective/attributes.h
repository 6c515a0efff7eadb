// A verdict as Perspective's attributes: a probability each, and where the evidence stands.
//
// SPAM and TOXICITY are the classifier's calibrated probabilities, raised by rules that speak for
// them. INSULT and THREAT are rules alone: no collection that the model was trained on tells them
// apart (models/abuse-1/card.md), so a model's figure would be TOXICITY under another name. 0 there
// says that no rule matched, not that the text is harmless.

#pragma once

#include "engine/types/verdict.h"

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

/// `hold_at`: points at which a comment is held; evidence of that weight is a probability of 0.5.
AttributeScore score_of(
    const Verdict& verdict, Attribute attribute, std::string_view text, double hold_at
);

}  // namespace chaffinch::perspective
