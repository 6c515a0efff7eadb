// Telephone numbers: what the grouping of the digits says, and the words before them.

#include "engine/text/contact_finder.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace chaffinch::text {
namespace {

constexpr std::size_t fewest_digits = 7;
constexpr std::size_t most_digits = 15;  // E.164

/// Words that announce a number, in the languages we meet.
constexpr std::array<std::string_view, 26> cues{
    "call",    "phone",  "tel",   "telefon", "whatsapp", "whats app", "wa",    "sms",  "text",
    "hotline", "mobile", "cell",  "contact", "hubungi",  "nomor",     "viber", "ruf",  "anrufen",
    "appelez", "llama",  "ligue", "звони",   "телефон",  "тел",       "电话",  "手机",
};

struct Number {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool plus = false;
    std::string digits{};
    std::vector<std::size_t> groups{};  ///< digits in each group
    std::string separators{};           ///< one character for each gap
};

bool is_separator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
}

/// The number that begins at `at`: digits in groups, gaps of at most three separators.
Number number_at(std::string_view text, std::size_t at) {
    Number number{.begin = at};
    if (text[at] == '+') {
        number.plus = true;
        ++at;
    }
    number.groups.push_back(0);
    while (at < text.size() && number.digits.size() <= most_digits) {
        if (is_ascii_digit(static_cast<unsigned char>(text[at]))) {
            number.digits += text[at++];
            ++number.groups.back();
            number.end = at;
            continue;
        }
        std::size_t next = at;
        while (next < text.size() && next - at < 3 && is_separator(text[next])) ++next;
        if (next == at || next >= text.size() ||
            !is_ascii_digit(static_cast<unsigned char>(text[next])))
            break;
        if (number.groups.back() > 0) {
            number.separators += text[at];
            number.groups.push_back(0);
        }
        at = next;
    }
    return number;
}

bool is_year(const Number& number, std::size_t at) {
    const std::string_view century = std::string_view{number.digits}.substr(at, 2);
    return century == "18" || century == "19" || century == "20";
}

/// Also two years: "2008-2009".
bool is_date(const Number& number) {
    const auto& g = number.groups;
    if (g.size() == 2 && g[0] == 4 && g[1] == 4) return is_year(number, 0) && is_year(number, 4);
    if (g.size() != 3) return false;
    if (number.separators[0] != number.separators[1]) return false;
    return (g[0] == 4 && g[1] <= 2 && g[2] <= 2) ||
           (g[0] <= 2 && g[1] <= 2 && (g[2] == 4 || g[2] == 2));
}

bool has_groups(const Number& number, std::initializer_list<std::size_t> groups) {
    return std::ranges::equal(number.groups, groups);
}

bool is_announced(std::string_view text, std::size_t begin) {
    constexpr std::size_t reach = 24;
    const std::size_t from = border_before(text, begin > reach ? begin - reach : 0);
    const std::string_view before = text.substr(from, begin - from);
    return std::ranges::any_of(cues, [before](std::string_view cue) {
        const std::size_t at = before.rfind(cue);
        if (at == std::string_view::npos) return false;
        const bool whole = static_cast<unsigned char>(cue.front()) >= 0x80 || at == 0 ||
                           !is_ascii_alnum(static_cast<unsigned char>(before[at - 1]));
        return whole;
    });
}

bool is_phone(std::string_view text, const Number& number) {
    const std::size_t count = number.digits.size();
    if (count < fewest_digits || count > most_digits) return false;
    if (std::ranges::all_of(number.digits, [&number](char c) {
            return c == number.digits.front();
        }))
        return false;
    if (is_date(number)) return false;
    if (number.plus || (number.digits.starts_with("00") && count >= 10)) return count >= 8;
    const bool dashes = number.separators.find_first_not_of("-.") == std::string::npos;
    if (has_groups(number, {3, 4})) return dashes && number.separators == "-";
    if (has_groups(number, {3, 3, 4}) || has_groups(number, {1, 3, 3, 4}))
        return number.digits.front() != '0' || dashes;
    if (has_groups(number, {2, 5, 4}) || has_groups(number, {2, 4, 4})) return true;
    const char first = number.digits.front();
    if (first == '0' && count >= 9 && count <= 13)
        return number.separators.find('.') == std::string::npos || is_announced(text, number.begin);
    const bool russian = (first == '7' || first == '8') && count == 11;
    if (russian && (number.groups.size() >= 4 || number.digits[1] == '9')) return true;
    if (number.groups.size() == 1 && count == 11 && first == '1' && number.digits[1] >= '3')
        return true;
    return is_announced(text, number.begin);
}

bool stands_apart(std::string_view text, const Number& number) {
    const auto attached = [](char c) {
        return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '#' ||
               c == '=';
    };
    if (number.begin > 0 && attached(text[number.begin - 1])) return false;
    return number.end >= text.size() || !attached(text[number.end]);
}

void add_written(std::string_view skeleton, std::vector<FoundContact>& found) {
    for (std::size_t at = 0; at < skeleton.size() && found.size() < most_contacts;) {
        const auto digit_at = [skeleton](std::size_t i) {
            return i < skeleton.size() && is_ascii_digit(static_cast<unsigned char>(skeleton[i]));
        };
        if (!digit_at(at) && !(skeleton[at] == '+' && digit_at(at + 1))) {
            ++at;
            continue;
        }
        const Number number = number_at(skeleton, at);
        at = std::max(number.end, at + 1);
        while (digit_at(at)) ++at;
        if (!stands_apart(skeleton, number) || !is_phone(skeleton, number)) continue;
        FoundContact contact{.kind = ContactKind::phone};
        contact.range = {
            static_cast<std::uint32_t>(number.begin), static_cast<std::uint32_t>(number.end)
        };
        contact.value = (number.plus ? "+" : "") + number.digits;
        found.push_back(std::move(contact));
    }
}

/// The digit that a word says, or 0.
char digit_word(std::string_view word) {
    static constexpr std::array<std::string_view, 10> digits{
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
    };
    if (word == "oh" || word == "o") return '0';
    const auto found = std::ranges::find(digits, word);
    return found == digits.end() ? '\0' : static_cast<char>('0' + (found - digits.begin()));
}

/// Numbers said in words: seven and more digit words with nothing but blanks and signs between.
void add_spoken(std::string_view text, std::vector<FoundContact>& found) {
    std::string digits;
    std::size_t begin = 0;
    std::size_t end = 0;
    const auto close = [&] {
        if (digits.size() >= fewest_digits && digits.size() <= most_digits) {
            FoundContact contact{.kind = ContactKind::phone};
            contact.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
            contact.value = digits;
            found.push_back(std::move(contact));
        }
        digits.clear();
    };
    for (std::size_t at = 0; at < text.size() && found.size() < most_contacts;) {
        if (!is_ascii_letter(static_cast<unsigned char>(text[at]))) {
            if (!is_separator(text[at]) && text[at] != ',') close();
            ++at;
            continue;
        }
        std::size_t stop = at;
        while (stop < text.size() && is_ascii_letter(static_cast<unsigned char>(text[stop])))
            ++stop;
        const char digit = digit_word(text.substr(at, stop - at));
        if (digit == '\0') {
            close();
        } else {
            if (digits.empty()) begin = at;
            digits += digit;
            end = stop;
        }
        at = stop;
    }
    close();
}

}  // namespace

std::vector<FoundContact> find_phones(std::string_view skeleton) {
    std::vector<FoundContact> found;
    add_written(skeleton, found);
    add_spoken(skeleton, found);
    return found;
}

}  // namespace chaffinch::text
