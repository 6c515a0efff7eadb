// Passages: the parts of a comment that read worst, so that good words around spam do not hide it.
//
// A score divides evidence by the length of the whole text, so 150 harmless words made any spam
// harmless (Lowd and Meek, "Good Word Attacks on Statistical Spam Filters", 2005). Here the same
// evidence is summed over windows of the body, each divided by its own length, and the worst is
// kept: three sizes of what stands together, and one of what stands scattered, for good words put
// between the bad ones. (Jorgensen, Zhou, Inge, "A Multiple Instance Learning Strategy for
// Combating Good Word Attacks on Spam Filters", JMLR 2008, split messages for the same reason.)
//
// The worst of many parts is worse than the whole also in honest comments. How much worse a passage
// of this site's wanted comments gets is learnt from them (fit_margins), and only what goes beyond
// counts. Internal to the room.

#pragma once

#include "engine/classifier/site_layer.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace chaffinch::classifier {

/// Sizes of passages in features; a word has some seven. Measured on five collections with 5, 30
/// and 150 good words before, after and between: one size alone lets up to 29 % through where the
/// three let 1 to 4 %; more sizes gain nothing.
inline constexpr std::array<std::size_t, 3> window_sizes{20, 60, 130};

/// Scattered evidence: the worst five of the chunks of five features.
inline constexpr std::size_t chunk_size = 5;
inline constexpr std::size_t chunks_kept = 5;

static_assert(passage_kinds == window_sizes.size() + 1);

/// What `evidence` (of a feature each, not divided by length) comes to over the worst passage of
/// each kind, the features after `body` added to each: log-odds before calibration, less the
/// intercept. no_passage where the body is not twice as long as the passage would be.
Passages worst_passages(std::span<const double> evidence, std::size_t body);

/// Which features make the worst passage of a kind, and how many they are: those after `body` and
/// those of the passage. Only for kinds that worst_passages() had a figure for.
struct PassageMembers {
    std::vector<bool> member{};
    std::size_t count = 0;
};

PassageMembers members_of_worst(
    std::span<const double> evidence, std::size_t body, std::size_t kind
);

/// Wanted comments needed in the log before passages speak.
inline constexpr std::size_t wanted_for_margins = 50;

/// The share of the wanted comments that passages may hold and the whole text would not, all kinds
/// together. At this share no figure of bench/quality falls; at 0.005 recall on two collections
/// does, by 1 to 4 points.
inline constexpr double passage_budget = 0.002;

/// Points by which a passage of each kind has to exceed the hold threshold to hold a comment; at
/// least 0. `slope` and `offset` are the calibration that scores will be given out with; passages
/// in the log have their intercept.
Margins fit_margins(std::span<const Prequential> log, double slope, double offset);

struct Raised {
    double z = 0;
    std::size_t kind = passage_kinds;  ///< of the passage that decided; the whole text did
};

/// The calibrated score of the whole, with what its passages (with their intercept) say: a passage
/// raises it to the hold threshold of the default policy, for a person to look, and no further.
Raised raised_by_passages(
    double z, const Passages& passages, const Margins& margins, double slope, double offset
);

}  // namespace chaffinch::classifier
