// ScannedText: a folded text cut into words, punctuation runs and characters, ready for n-grams.
// Internal to the room.
//
// A word is a run of letters, digits, marks and `_`, with apostrophes between its letters; anything
// else but white space forms punctuation runs ("!!!", emoji). These are not Document's tokens: the
// classifier wants punctuation, and wants what is written without blanks as one run, of which it
// then takes characters and pairs.

#pragma once

#include "engine/text/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::classifier {

/// Topic weight of characters that belong to no word of the topic table (punctuation, blanks).
inline constexpr float no_topic = -1;

struct ScannedCharacter {
    std::uint32_t flat = 0;  ///< first byte in ScannedText::flat
    std::uint32_t source =
        0;                   ///< first byte in the text scanned; of a blank: end of the word before
    std::uint32_t word = 0;  ///< the word it is of; a blank counts to the word after it
    float topic = no_topic;
    bool unspaced = false;  ///< of a script written without blanks (Han, kana, Hangul, Thai)
};

struct ScannedWord {
    std::uint32_t first = 0;  ///< characters [first, last)
    std::uint32_t last = 0;
};

struct ScannedText {
    /// The text with white space made single and one blank before and after; empty for no words.
    std::string flat{};
    /// One a character of `flat`, and one more that marks the end.
    std::vector<ScannedCharacter> characters{};
    std::vector<ScannedWord> words{};
    bool has_topic = false;

    [[nodiscard]] std::string_view text(std::size_t first, std::size_t last) const {
        return std::string_view{flat}.substr(
            characters[first].flat, characters[last].flat - characters[first].flat
        );
    }

    /// Smallest topic weight of the characters [first, last) that have one, else 0.
    [[nodiscard]] float topic(std::size_t first, std::size_t last) const {
        return has_topic ? smallest_topic(first, last) : 0.0F;
    }

    void clear();

  private:
    [[nodiscard]] float smallest_topic(std::size_t first, std::size_t last) const;
};

/// Scans valid UTF-8 (bad bytes are taken as single characters). `tokens` with `topic_weights` of
/// the same size lay topic weights over the text; otherwise there are none. Reuses the memory of
/// `into`.
void scan(
    std::string_view text,
    const std::vector<text::Token>& tokens,
    const std::vector<float>& topic_weights,
    ScannedText& into
);

}  // namespace chaffinch::classifier
