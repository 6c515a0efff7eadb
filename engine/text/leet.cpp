// When digits and signs are letters.
//
// Two ways to be leetspeak: the letters behind it are a word that spam and abuse hide ("cas1no",
// "fr33", "$lots"); or the pieces between digits cannot be words themselves ("v1agra", "b0t0x") and
// the whole can be pronounced. So "log4net", "webhost4life", "mp3", "h1n1" and "interesting!keep
// it up" stay what they are. Measured on 30,000 ham comments: 0.1 to 0.3 % marked, most of them
// rightly ("$hit").

#include "engine/text/leet.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace chaffinch::text {
namespace {

/// Words of honest use that look like leetspeak, besides those the rules below see through.
constexpr auto honest =
    std::to_array<std::string_view>({"c3po", "h1n1", "h5n1", "log4j", "md5sum", "s3fs"});

/// What is hidden most, in the languages of our corpora; sorted.
constexpr auto often_hidden = std::to_array<std::string_view>({
    "amateur",    "amazon",   "asap",     "ass",       "asses",    "asshole",  "asswipe",
    "babes",      "balls",    "bastard",  "bet",       "betting",  "bitch",    "bitches",
    "bitcoin",    "bitcoins", "bonus",    "botox",     "brazzers", "bullshit", "cannabis",
    "cash",       "casino",   "casinos",  "cheap",     "cialis",   "click",    "cocaine",
    "cock",       "crap",     "credit",   "crypto",    "cunt",     "damn",     "deposit",
    "dick",       "dildo",    "discount", "dollar",    "dollars",  "drugs",    "earn",
    "escort",     "escorts",  "faggot",   "followers", "forex",    "free",     "fuck",
    "fucker",     "fucking",  "gacor",    "gamble",    "gambling", "geld",     "girls",
    "gold",       "gratis",   "hentai",   "hoe",       "hot",      "insulin",  "invest",
    "investment", "jackpot",  "judi",     "kill",      "kredit",   "lesbian",  "levitra",
    "likes",      "link",     "loan",     "loans",     "lottery",  "lotto",    "maxwin",
    "medicine",   "milf",     "money",    "naked",     "nazi",     "nigga",    "niggas",
    "nigger",     "niggers",  "nude",     "nudes",     "offer",    "online",   "oxycodone",
    "ozempic",    "paypal",   "penis",    "pharmacy",  "pill",     "pills",    "poker",
    "porn",       "porno",    "price",    "prices",    "profit",   "promo",    "pussy",
    "rape",       "replica",  "retard",   "rolex",     "sale",     "sex",      "sexy",
    "shit",       "shithole", "shitty",   "shop",      "slot",     "slots",    "slut",
    "sluts",      "spam",     "steroids", "store",     "telegram", "tits",     "togel",
    "tramadol",   "treason",  "valium",   "viagra",    "vicodin",  "watches",  "webcam",
    "weed",       "whatsapp", "whore",    "win",       "xanax",    "xxx",
});

static_assert(std::ranges::is_sorted(often_hidden));

bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/// `word` with every digit and sign as its letter; `one` is what 1, ! and | stand for. Empty when
/// one of them stands for nothing.
std::string spelled(std::string_view word, char one) {
    std::string out;
    for (const char c : word) {
        const auto value = static_cast<char32_t>(static_cast<unsigned char>(c));
        if (is_ascii_letter(value)) {
            out += c;
            continue;
        }
        const char32_t letter = leet_letter(value);
        if (letter == 0) return {};
        out += letter == U'i' || letter == U'l' ? one : static_cast<char>(letter);
    }
    return out;
}

/// No four consonants and no three vowels in a row, and at least one vowel.
bool can_be_said(std::string_view word) {
    int consonants = 0;
    int vowels = 0;
    bool any_vowel = false;
    for (const char c : word) {
        consonants = is_vowel(c) ? 0 : consonants + 1;
        vowels = is_vowel(c) ? vowels + 1 : 0;
        any_vowel = any_vowel || is_vowel(c);
        if (consonants > 3 || vowels > 2) return false;
    }
    return any_vowel;
}

/// "00", "33" and "55" are doubled letters; any other number of several digits is a number.
bool has_number(std::string_view word) {
    for (std::size_t at = 1; at < word.size(); ++at) {
        const char c = word[at];
        const bool digits = is_ascii_digit(static_cast<unsigned char>(c)) &&
                            is_ascii_digit(static_cast<unsigned char>(word[at - 1]));
        if (digits && (c != word[at - 1] || (c != '0' && c != '3' && c != '5'))) return true;
    }
    return false;
}

/// The letters between digits and signs: true when one stretch is short and has no vowel, so that
/// it is no word of its own. Both ends of `word` must be letters, and no repeated sign inside.
bool has_broken_piece(std::string_view word) {
    std::size_t begin = 0;
    bool broken = false;
    for (std::size_t at = 0; at <= word.size(); ++at) {
        if (at < word.size() && is_ascii_letter(static_cast<unsigned char>(word[at]))) continue;
        const std::string_view piece = word.substr(begin, at - begin);
        const bool speaks = std::ranges::any_of(piece, is_vowel);
        broken = broken || (!piece.empty() && piece.size() <= 4 && !speaks);
        begin = at + 1;
    }
    return broken;
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

std::string leet_word(std::string_view word) {
    constexpr std::size_t longest = 20;  // codes and hashes are longer than words
    if (word.size() < 3 || word.size() > longest) return {};
    const auto is_letter = [](char c) { return is_ascii_letter(static_cast<unsigned char>(c)); };
    const auto letters = static_cast<std::size_t>(std::ranges::count_if(word, is_letter));
    if (letters == word.size() || letters == 0) return {};
    const auto is_number = [](char c) { return is_ascii_digit(static_cast<unsigned char>(c)); };
    if (is_number(word[0]) && is_number(word[1])) return {};  // "10ans" are ten years, not loans
    const std::string with_i = spelled(word, 'i');
    if (with_i.empty()) return {};
    if (std::ranges::binary_search(often_hidden, with_i)) return with_i;
    std::string with_l = spelled(word, 'l');
    if (std::ranges::binary_search(often_hidden, with_l)) return with_l;
    if (word.size() < 4 || letters < 2 || letters * 2 < word.size()) return {};
    if (!is_letter(word.front()) || !is_letter(word.back())) return {};
    if (word.find("!!") != std::string_view::npos || word.starts_with("rt@")) return {};
    if (has_number(word) || !has_broken_piece(word) || !can_be_said(with_i)) return {};
    if (std::ranges::find(honest, word) != honest.end()) return {};
    return with_i;
}

}  // namespace chaffinch::text
