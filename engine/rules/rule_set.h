// RuleSet: compiled rules, immutable and shared by all threads.
//
// Facts -> leaves -> rules -> composites -> group caps -> policy is the one order; this room does
// everything up to composites. Loading is all-or-nothing (engine/rules/load.h).

#pragma once

#include "engine/context/relate.h"
#include "engine/text/document.h"
#include "engine/types/comment.h"
#include "engine/types/facts.h"
#include "engine/types/signal.h"

#include <memory>
#include <string>

namespace chaffinch::rules {

/// Probabilities that rules may ask for as `classifier.spam` and `classifier.abuse`; negative:
/// unknown.
struct ClassifierView {
    double spam = -1;
    double abuse = -1;
};

/// The leaves that one comment has answered (evaluation.h).
struct Answers;

/// What match() found out, so that combine() of the same comment need not ask again. Good for the
/// rule set, comment, relation and facts it was made of, and for nothing else. May be null.
using Findings = std::shared_ptr<const Answers>;

class RuleSet {
  public:
    struct Compiled;

    /// The rule set without rules.
    RuleSet();
    explicit RuleSet(std::shared_ptr<const Compiled> compiled);

    /// Evaluates the leaf conditions and rules that the text makes possible. Rules in shadow mode
    /// give signals with `shadow` set. Total: matching has no memory to run out of, and no pattern
    /// is left unanswered (patterns.h). `keep`, when it is not null, gets what combine() can use.
    [[nodiscard]] Signals match(
        const Comment& comment,
        const text::Document& document,
        const context::Relation& relation,
        const Facts& facts,
        Findings* keep = nullptr
    ) const;

    /// Composites and rules that look at other signals or at the classifier. Returns the whole
    /// list: the given signals, with the parts of absorbing composites reduced to weight 0, and the
    /// new ones. Signals of a group carry its cap and floor; policy applies them. Without `found`
    /// each word and pattern that a late rule wants to know is searched alone; the answers are the
    /// same.
    [[nodiscard]] Signals combine(
        Signals signals,
        const Comment& comment,
        const text::Document& document,
        const context::Relation& relation,
        const Facts& facts,
        ClassifierView classifier,
        const Findings& found = nullptr
    ) const;

    /// "core@7+9f3c21ab": id, version, first hex digits of the content hash; "none" when empty.
    [[nodiscard]] const std::string& version() const;

    [[nodiscard]] const Compiled& compiled() const { return *compiled_; }

  private:
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace chaffinch::rules
