// The chance that a text in which rules see an insult or a threat is abusive.
//
// No collection marks insults or threats apart, but four mark abuse (models/abuse-1/card.md). So
// INSULT and THREAT are the share of texts that people marked abusive among those with the same
// evidence: points of the rules about insults (threats), and what the model says about abuse. A
// logistic regression that rises with both, fitted by bench/quality/abuse_bench on the rows that
// the model has not learnt, each collection weighed as if one text in ten were abusive: so it is
// under the articles of a newspaper (876 of 8,725; Kolhatkar and others, SOCC, 2020).

#pragma once

#include <algorithm>
#include <cmath>

namespace chaffinch::perspective {

/// log-odds = offset + per_point * rules + per_model * model.
struct AbuseChance {
    double offset = 0;
    double per_point = 0;  ///< at least 0
    double per_model = 0;  ///< at least 0

    /// `rules`: points of rules, over 0; more than most_points count as so many. `model`: log-odds
    /// of abuse as the classifier gives them out; below 0 they count as 0, for the model never
    /// speaks for a text.
    [[nodiscard]] double of(double rules, double model) const {
        const double z = offset + per_point * std::clamp(rules, 0.0, most_points) +
                         per_model * std::max(model, 0.0);
        return 1 / (1 + std::exp(-z));
    }

    static constexpr double most_points = 4;
};

/// As abuse_bench printed them, of 1,939 texts with an insult. What the model says is nearly all
/// there is to know of these: of those that it is silent about, a tenth was marked abusive, as of
/// all texts. It knows English and German; in other languages INSULT stays low.
inline constexpr AbuseChance insult_chance{-1.92, 0.04, 2.13};

/// Only four of the texts held a threat, all of them abusive: this is what the rules' weights mean
/// by themselves, log-odds that reach a half where a comment is held, and the model's beside them.
inline constexpr AbuseChance threat_chance{-2, 1, 1};

}  // namespace chaffinch::perspective
