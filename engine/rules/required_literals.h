// required_literals(): what a text must hold for a pattern to have any chance.
//
// A regular expression costs a walk over the text; a few thousand literals together cost one walk
// (LiteralIndex). So each pattern is given literals of which every text that it matches holds at
// least one, and is run over those texts alone. RE2 derives such a formula of atoms for a pattern
// (FilteredRE2, after Russ Cox, "Regular Expression Matching with a Trigram Index", 2012); of its
// atoms we keep groups without any one of which the formula cannot hold, first the ones that are
// rare in ordinary comments.
//
// "(he|she) lives|his kids" asks for `lives` or `kids`; the texts with `lives` and no `he` are kept
// out by a second group, `he` or `kids`. So for the commonest literals of a group another one is
// asked for that does without them.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace chaffinch::rules {

/// Longer literals are cut to their first bytes, which keeps the index small and stays right.
inline constexpr std::size_t longest_literal = 24;

/// More of them would fire on every text.
inline constexpr std::size_t most_literals = 150;

/// Groups of one pattern that are worth asking for: up to three that share no atom, and up to
/// `most_doubts` that do.
inline constexpr std::size_t most_apart = 3;
inline constexpr std::size_t most_doubts = 6;
inline constexpr std::size_t most_groups = most_apart + most_doubts;

/// Groups of literals in lower case: every text that the pattern matches holds at least one literal
/// of each group, to be looked up without regard to ASCII case. Empty when no such group is known.
/// `folded`: the texts are in normal form (lower case); otherwise letters beyond ASCII are not
/// relied on, because RE2 and ICU may differ on the case of rare ones. `pattern` has been accepted
/// by RE2.
std::vector<std::vector<std::string>> required_literals(const std::string& pattern, bool folded);

}  // namespace chaffinch::rules
