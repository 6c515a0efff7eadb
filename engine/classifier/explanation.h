// Explanation: why a comment got its score, in words that stand in it.
//
// Thousands of overlapping 4-grams explain nothing to a person. Their evidence is given back to the
// words they lie in, so that terms are words, pairs, links, contacts and shapes, and the terms of a
// comment still add up to its score.

#pragma once

#include "engine/classifier/features.h"
#include "engine/types/signal.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace chaffinch::classifier {

/// What one feature contributes to z, after and before neutralisation.
struct Contribution {
    double weight = 0;
    double plain = 0;
};

struct Explanation {
    std::vector<Term> terms{};                   ///< strongest first, at most `max_terms`
    std::vector<NeutralisedTerm> neutralised{};  ///< most reduced first, at most `max_terms`
    std::string flip{
    };  ///< smallest change that would take z to the other side of `border`; may be empty
};

inline constexpr std::size_t max_terms = 8;

/// `contributions` has the size of `features`. `border` is the z at which the verdict would change.
Explanation explain(
    std::span<const NamedFeature> features,
    std::span<const Contribution> contributions,
    double z,
    double border
);

}  // namespace chaffinch::classifier
