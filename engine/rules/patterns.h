// PatternFilter: which patterns have a chance on a text, so that the others are never run.
//
// The patterns of a rule set are some hundreds, and nearly none of them matches a given comment.
// One RE2::Set of them all answers in one pass, but only while its automaton stays small: each new
// combination of half-finished matches is a new state, made at some 10 us, and texts that nobody
// has sent before make one at nearly every byte (the shipped set took 4 ms for 450 bytes of words,
// and a hundredth of that for a text sent twice). So literals decide which patterns are run, one by
// one, each with an automaton of its own that stays small and falls back to a slower one instead of
// failing (bench/README.md has the figures).

#pragma once

#include "engine/rules/field_table.h"
#include "engine/rules/literal_index.h"
#include "engine/rules/required_literals.h"

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

/// Memory of one pattern, program and automatons. Ample for the 500 steps that admission allows:
/// the shipped set is no faster with 8 MiB, and its automatons took 30 MiB in all after 150,000
/// comments.
inline constexpr std::int64_t pattern_memory = 1 << 20;

/// `folded` views hold lower case only, so patterns for them ignore case.
RE2::Options pattern_options(bool folded);

/// A set of views, by bit.
using ViewSet = std::uint32_t;

constexpr ViewSet only(View view) {
    return ViewSet{1} << static_cast<unsigned>(view);
}

class PatternFilter {
  public:
    /// A pattern leaf on the text of `view`, with its required literals, at most `most_groups`
    /// groups. False when it cannot be filtered: there are none, or the index is full.
    bool add(std::uint32_t leaf, View view, const std::vector<std::vector<std::string>>& required);

    /// After all add().
    void compile();

    /// Calls `possible(leaf)` once for each leaf on these views whose pattern may match `text`. All
    /// others that were added do not match. Thread-safe, cannot fail.
    template <class Possible>
    void find(std::string_view text, ViewSet views, Possible possible) const {
        if ((views_ & views) == 0) return;
        std::vector<GroupSet> seen(patterns_.size());
        index_.find(text, [&](std::uint32_t literal) {
            const Use* end = uses_.data() + first_use_[literal + 1];
            for (const Use* use = uses_.data() + first_use_[literal]; use != end; ++use) {
                const Pattern& pattern = patterns_[use->pattern];
                GroupSet& groups = seen[use->pattern];
                if (groups == pattern.groups || (only(pattern.view) & views) == 0) continue;
                groups = static_cast<GroupSet>(groups | use->groups);
                if (groups == pattern.groups) possible(pattern.leaf);
            }
        });
    }

    [[nodiscard]] std::size_t table_bytes() const { return index_.table_bytes(); }

  private:
    using GroupSet = std::uint16_t;
    static_assert(most_groups <= 16);

    struct Pattern {
        std::uint32_t leaf;
        View view;
        GroupSet groups;  ///< one bit each
    };

    struct Use {
        std::uint16_t pattern;
        GroupSet groups;  ///< that the literal is one of
    };

    ViewSet views_ = 0;  ///< that some pattern is on
    std::vector<Pattern> patterns_;

    /// Pattern and groups, until compile().
    std::map<std::string, std::map<std::uint16_t, GroupSet>> by_literal_;
    std::size_t head_bytes_ = 0;            ///< of the literals (literal_index.h)
    std::vector<Use> uses_;                 ///< by number of the literal, from first_use_
    std::vector<std::uint32_t> first_use_;  ///< one more than there are literals
    LiteralIndex index_;
};

}  // namespace chaffinch::rules
