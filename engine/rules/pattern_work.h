// pattern_work(): how much work the worst text can make of one pattern, counted and not timed.
//
// RE2 is linear, not cheap (reliability F6): it builds one automaton state for each new set of
// places in the pattern at which a match could be under way. `a[ab]{180}c` on a text of a and b
// makes a new, large set at nearly every character, which costs as much as the slow automaton. A
// clock would see that too, but a load that fails because the machine was busy is no admission
// test. So the sets are counted: the pattern's positions (Glushkov 1961) are walked over texts made
// of its own characters, and every set seen for the first time costs its size plus a fixed share.

#pragma once

#include <cstddef>
#include <string_view>

namespace chaffinch::rules {

/// Characters walked; the count is scaled to 16 KiB, the longest piece of a comment scanned at
/// once.
inline constexpr std::size_t work_text_chars = 4'096;

/// Over this a pattern is refused: a[ab]{12}c counts 304,020 and takes a RE2::Set 4.3 ms on 16 KiB,
/// a[ab]{10}c 161,256 and 0.9 ms, `buy .{0,40} now` 8,128 and 0.02 ms (one core, -O2); the limit of
/// reliability 4.4 is 5 ms.
inline constexpr std::size_t max_pattern_work = 300'000;

/// Units of work on the worst of the texts tried, scaled to 16 KiB; stops counting soon after
/// max_pattern_work. `pattern` has been accepted by RE2. Deterministic.
std::size_t pattern_work(std::string_view pattern);

}  // namespace chaffinch::rules
