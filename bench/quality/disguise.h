// Disguises that spammers put on, made on purpose: how much of the recall is left?

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chaffinch::quality {

enum class Trick {
    none,
    full_width,
    mathematical,
    circled,
    small_capitals,
    zero_width,
    accents,
    cyrillic,
    greek,
    spaced,
    leet,
    typos,
};

inline constexpr std::array<std::pair<Trick, std::string_view>, 12> tricks{{
    {Trick::none, "none"},
    {Trick::full_width, "full-width"},
    {Trick::mathematical, "mathematical"},
    {Trick::circled, "circled"},
    {Trick::small_capitals, "small capitals"},
    {Trick::zero_width, "zero-width"},
    {Trick::accents, "accented"},
    {Trick::cyrillic, "Cyrillic mixed in"},
    {Trick::greek, "Greek mixed in"},
    {Trick::spaced, "spaced"},
    {Trick::leet, "leet"},
    {Trick::typos, "typos"},
}};

/// The text in disguise; ASCII letters outside links only. Shares of letters or words hidden are
/// those of the reference measurements (classifier.md 4.7): 40 % look-alikes, 30 % zero-width and
/// accents, 50 % of words spaced, 60 % of letters that leet has, 15 % of letters mistyped.
/// Deterministic.
std::string disguised(std::string_view text, Trick trick, std::uint64_t seed);

}  // namespace chaffinch::quality
