// PatternAutomaton: a pattern as its positions and which may follow which (Glushkov 1961).
//
// Read for counting alone, never for matching: where the reader is unsure what a piece of RE2
// syntax accepts, it accepts more, which can only raise the count.

#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

/// 128 ASCII characters and one that stands for all others.
inline constexpr std::size_t symbols = 129;
inline constexpr std::size_t other = 128;
using Symbols = std::bitset<symbols>;

/// More positions than an admitted program can have (admission.h, max_program_size).
inline constexpr std::size_t max_positions = 1'024;
using Positions = std::bitset<max_positions>;

struct PatternAutomaton {
    std::vector<Symbols> accepts{};   ///< by position
    std::vector<Positions> follow{};  ///< by position
    Positions first{};                ///< where a match may begin
    bool overflow = false;            ///< more positions than max_positions; the rest is missing
};

/// `pattern` has been accepted by RE2; any other bytes give some automaton, too.
PatternAutomaton read_pattern(std::string_view pattern);

}  // namespace chaffinch::rules
