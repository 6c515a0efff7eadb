// Which script a word was meant in.

#include "engine/text/look_alikes.h"

#include "engine/text/code_points.h"
#include "engine/text/confusables.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace chaffinch::text {
namespace {

enum class Meant : unsigned char { as_written, latin, cyrillic };

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t ascii = 0;     ///< ASCII letters
    std::size_t latin = 0;     ///< other Latin letters, not small capitals
    std::size_t small = 0;     ///< small capitals
    std::size_t plain = 0;     ///< letters of other scripts that look like ASCII ones
    std::size_t loose = 0;     ///< ... to a spammer
    std::size_t foreign = 0;   ///< letters of other scripts that do not
    std::size_t cyrillic = 0;  ///< Cyrillic letters, whatever they look like
    std::size_t turnable = 0;  ///< ASCII letters with a Cyrillic look-alike

    [[nodiscard]] bool is_latin() const { return plain + loose + foreign == 0 && ascii > 0; }

    [[nodiscard]] bool is_mixed() const { return ascii + latin > 0 && plain + loose + foreign > 0; }
};

void count(Word& word, char32_t c) {
    if (is_ascii_letter(c)) {
        ++word.ascii;
        if (cyrillic_for(c) != 0) ++word.turnable;
        return;
    }
    const std::uint32_t script = script_of(c);
    if (script == 0) return;
    const Likeness likeness = looks_like(c).likeness;
    if (script == bit(Script::latin)) {
        ++(likeness == Likeness::small_capital ? word.small : word.latin);
        return;
    }
    if (script == bit(Script::cyrillic)) ++word.cyrillic;
    ++(likeness == Likeness::plain   ? word.plain
       : likeness == Likeness::loose ? word.loose
                                     : word.foreign);
}

std::vector<Word> words_of(const Units& units) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < units.size();) {
        if (!is_word_character(units[at].value) || is_unspaced(units[at].value)) {
            ++at;
            continue;
        }
        Word word{.begin = at};
        for (; at < units.size() && is_word_character(units[at].value) &&
               !is_unspaced(units[at].value);
             ++at) {
            count(word, units[at].value);
        }
        word.end = at;
        words.push_back(word);
    }
    return words;
}

/// An odd word may be a Latin one in disguise only in Latin company.
bool stands_among_latin(const std::vector<Word>& words, std::size_t at) {
    const bool before = at > 0;
    const bool after = at + 1 < words.size();
    if (!before && !after) return false;
    return (!before || words[at - 1].is_latin() || words[at - 1].is_mixed()) &&
           (!after || words[at + 1].is_latin() || words[at + 1].is_mixed());
}

Meant meaning(const Word& word) {
    const std::size_t others = word.plain + word.loose + word.foreign;
    if (word.ascii + word.latin == 0) return Meant::as_written;
    if (word.foreign == 0 && word.loose == 0) return Meant::latin;
    // Only Cyrillic is honestly mixed with Latin, by people who switch keyboards too late.
    if (word.foreign == 0 && word.cyrillic == 0) return Meant::latin;
    const bool all_cyrillic = word.cyrillic == others && word.latin == 0;
    if (all_cyrillic && word.turnable == word.ascii) return Meant::cyrillic;
    if (word.foreign == 0 && word.ascii > others) return Meant::latin;
    return Meant::as_written;
}

void to_latin(Units& units, const Word& word) {
    for (std::size_t at = word.begin; at < word.end; ++at) {
        const LookAlike like = looks_like(units[at].value);
        if (like.likeness == Likeness::none) continue;
        units[at].value = static_cast<char32_t>(like.letter);
        units[at].disguised = true;
    }
}

void to_cyrillic(Units& units, const Word& word) {
    for (std::size_t at = word.begin; at < word.end; ++at) {
        const char32_t letter =
            is_ascii_letter(units[at].value) ? cyrillic_for(units[at].value) : 0;
        if (letter == 0) continue;
        units[at].value = letter;
        units[at].disguised = true;
    }
}

/// Latin letters that are no accent but are typed as the plain letter by most: ø, ł, đ, dotless i.
void plain_latin(Units& units, const Word& word) {
    for (std::size_t at = word.begin; at < word.end; ++at) {
        const LookAlike like = looks_like(units[at].value);
        if (like.likeness == Likeness::none || script_of(units[at].value) != bit(Script::latin))
            continue;
        units[at].disguised = like.likeness == Likeness::small_capital;
        units[at].value = static_cast<char32_t>(like.letter);
    }
}

}  // namespace

void undo_look_alikes(Units& units, FoldFlags& flags) {
    const bool only_ascii =
        std::ranges::all_of(units, [](const Unit& unit) { return unit.value < 0x80; });
    if (only_ascii) return;
    const std::vector<Word> words = words_of(units);
    const bool honest_foreign = std::ranges::any_of(words, [](const Word& word) {
        return word.ascii + word.latin == 0 && word.loose + word.foreign > 0;
    });
    for (std::size_t at = 0; at < words.size(); ++at) {
        const Word& word = words[at];
        const bool whole =
            word.ascii + word.latin + word.loose + word.foreign == 0 && word.plain >= 3;
        if (whole && !honest_foreign && stands_among_latin(words, at)) {
            to_latin(units, word);
            flags.mixed_script = true;
            continue;
        }
        if (word.latin + word.small > 0) plain_latin(units, word);
        if (word.small >= 2) flags.styled = true;
        const Meant meant = word.is_mixed() ? meaning(word) : Meant::as_written;
        if (meant == Meant::as_written) continue;
        if (meant == Meant::latin) to_latin(units, word);
        if (meant == Meant::cyrillic) to_cyrillic(units, word);
        if (word.end - word.begin >= 3) flags.mixed_script = true;
    }
}

}  // namespace chaffinch::text
