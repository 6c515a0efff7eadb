// When digits and signs are letters.

#include "engine/text/leet.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace chaffinch::text {
namespace {

/// Words of honest use that look like leetspeak.
constexpr std::array<std::string_view, 18> honest{
    "a1c",
    "b2b",
    "b2c",
    "c3po",
    "g20s",
    "h1b",
    "h1n1",
    "h3n2",
    "h5n1",
    "hba1c",
    "i18n",
    "k8s",
    "l10n",
    "log4j",
    "md5sum",
    "p2p",
    "s3fs",
    "w3c",
};

/// What leetspeak hides most; decides words that end in digits, which are mostly honest ("win32").
constexpr std::array<std::string_view, 24> often_hidden{
    "casino", "cheap", "cialis", "dildo", "escort", "free",   "loan",  "money",
    "nude",   "nudes", "penis",  "pill",  "pills",  "porn",   "porno", "price",
    "prices", "promo", "sex",    "slot",  "slots",  "viagra", "weed",  "xxx",
};

struct Counts {
    std::size_t letters = 0;
    std::size_t digits = 0;
    std::size_t signs = 0;
    bool unmapped = false;
    bool letter_after_sign = false;  ///< a letter follows the first digit or sign
    bool letter_before_sign = false;
};

Counts count(const Units& units, std::size_t begin, std::size_t end) {
    Counts counts;
    for (std::size_t at = begin; at < end; ++at) {
        const char32_t c = units[at].value;
        if (is_ascii_letter(c)) {
            ++counts.letters;
            (counts.digits + counts.signs > 0 ? counts.letter_after_sign : counts.letter_before_sign
            ) = true;
            continue;
        }
        ++(is_ascii_digit(c) ? counts.digits : counts.signs);
        counts.unmapped = counts.unmapped || leet_letter(c) == 0;
    }
    return counts;
}

std::string spelled(const Units& units, std::size_t begin, std::size_t end, bool mapped) {
    std::string word;
    for (std::size_t at = begin; at < end; ++at) {
        const char32_t c = units[at].value;
        const char32_t letter = mapped ? leet_letter(c) : 0;
        word += static_cast<char>(letter != 0 ? letter : c);
    }
    return word;
}

bool has_vowel(std::string_view word) {
    return word.find_first_of("aeiouy") != std::string_view::npos;
}

}  // namespace

char32_t leet_letter(char32_t c) {
    switch (c) {
        case U'0':
            return U'o';
        case U'1':
        case U'!':
            return U'i';
        case U'3':
            return U'e';
        case U'4':
        case U'@':
            return U'a';
        case U'5':
        case U'$':
            return U's';
        case U'7':
            return U't';
        case U'|':
            return U'l';
        default:
            return 0;
    }
}

bool is_leet_word(const Units& units, std::size_t begin, std::size_t end) {
    constexpr std::size_t longest = 20;  // codes and hashes are longer than words
    const std::size_t size = end - begin;
    if (size < 3 || size > longest) return false;
    const Counts counts = count(units, begin, end);
    if (counts.digits + counts.signs == 0 || counts.unmapped) return false;
    if (counts.letters < 2 || counts.letters * 2 < size) return false;
    const std::string mapped = spelled(units, begin, end, true);
    if (!has_vowel(mapped)) return false;
    if (std::ranges::binary_search(often_hidden, mapped)) return true;
    if (!counts.letter_after_sign || !counts.letter_before_sign) return false;
    return std::ranges::find(honest, spelled(units, begin, end, false)) == honest.end();
}

}  // namespace chaffinch::text
