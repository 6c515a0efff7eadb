// The public face: one evaluation a call.

#include "engine/rules/rule_set.h"

#include "engine/rules/match.h"

#include <utility>

namespace chaffinch::rules {

RuleSet::RuleSet() : compiled_(std::make_shared<const Compiled>()) {}

RuleSet::RuleSet(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Signals RuleSet::match(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const Facts& facts,
    Findings* keep
) const {
    const Inputs inputs{
        .comment = &comment, .document = &document, .relation = &relation, .facts = &facts
    };
    Evaluation evaluation(*compiled_, inputs);
    evaluation.scan();
    Signals signals = match_early(*compiled_, evaluation, inputs, Voice::by_mode);
    if (keep != nullptr) *keep = std::make_shared<const Answers>(std::move(evaluation).release());
    return signals;
}

Signals RuleSet::combine(
    Signals signals,
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const Facts& facts,
    ClassifierView classifier,
    const Findings& found
) const {
    const Inputs inputs{
        .comment = &comment,
        .document = &document,
        .relation = &relation,
        .facts = &facts,
        .classifier = classifier
    };
    Evaluation evaluation =
        found ? Evaluation(*compiled_, inputs, *found) : Evaluation(*compiled_, inputs);
    return match_late(*compiled_, evaluation, inputs, std::move(signals), Voice::by_mode);
}

const std::string& RuleSet::version() const {
    return compiled_->version_text;
}

}  // namespace chaffinch::rules
