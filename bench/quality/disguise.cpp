// The disguises.

#include "bench/quality/disguise.h"

#include <random>
#include <vector>

namespace chaffinch::quality {
namespace {

void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0U | c >> 6U));
        out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0U | c >> 12U));
        out.push_back(static_cast<char>(0x80U | (c >> 6U & 0x3FU)));
        out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    } else {
        out.push_back(static_cast<char>(0xF0U | c >> 18U));
        out.push_back(static_cast<char>(0x80U | (c >> 12U & 0x3FU)));
        out.push_back(static_cast<char>(0x80U | (c >> 6U & 0x3FU)));
        out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_link(std::string_view word) {
    return word.find("://") != std::string_view::npos || word.starts_with("www.") ||
           word.find(".com") != std::string_view::npos || word.find('/') != std::string_view::npos;
}

/// Letter `from[i]` becomes `to[i]`; 0 when the letter has none.
std::uint32_t looked_up(char c, std::string_view from, const std::vector<std::uint32_t>& to) {
    const std::size_t at = from.find(c);
    return at == std::string_view::npos ? 0 : to[at];
}

std::uint32_t small_capital(char c) {
    static const std::vector<std::uint32_t> capitals{0x1D00, 0x0299, 0x1D04, 0x1D05, 0x1D07, 0xA730,
                                                     0x0262, 0x029C, 0x026A, 0x1D0A, 0x1D0B, 0x029F,
                                                     0x1D0D, 0x0274, 0x1D0F, 0x1D18, 0,      0x0280,
                                                     0xA731, 0x1D1B, 0x1D1C, 0x1D20, 0x1D21, 0,
                                                     0x028F, 0x1D22};
    return looked_up(c, "abcdefghijklmnopqrstuvwxyz", capitals);
}

std::uint32_t cyrillic(char c) {
    static const std::vector<std::uint32_t> letters{
        0x430, 0x441, 0x435, 0x456, 0x458, 0x43E, 0x440, 0x455, 0x445, 0x443
    };
    return looked_up(c, "aceijopsxy", letters);
}

std::uint32_t greek(char c) {
    static const std::vector<std::uint32_t> letters{
        0x3B1, 0x3B9, 0x3BA, 0x3BF, 0x3C1, 0x3C5, 0x3BD, 0x3C4, 0x3C7
    };
    return looked_up(c, "aikopuvtx", letters);
}

std::uint32_t leet(char c) {
    static const std::vector<std::uint32_t> digits{'4', '3', '1', '0', '5', '7'};
    return looked_up(c, "aeiost", digits);
}

std::uint32_t styled(char c, std::uint32_t upper, std::uint32_t lower) {
    return is_lower(c) ? lower + static_cast<std::uint32_t>(c - 'a')
                       : upper + static_cast<std::uint32_t>(c - 'A');
}

class Disguise {
  public:
    Disguise(Trick trick, std::uint64_t seed) : trick_(trick), random_(seed) {}

    void word(std::string_view word, std::string& out) {
        if (trick_ == Trick::none || is_link(word)) {
            out.append(word);
        } else if (trick_ == Trick::spaced) {
            spaced(word, out);
        } else if (trick_ == Trick::typos) {
            typo(word, out);
        } else {
            for (const char c : word) letter(c, out);
        }
    }

  private:
    bool chance(double share) {
        return std::uniform_real_distribution<double>{0, 1}(random_) < share;
    }

    void replaced(char c, std::uint32_t by, double share, std::string& out) {
        append_utf8(out, by != 0 && chance(share) ? by : static_cast<unsigned char>(c));
    }

    void followed(char c, std::uint32_t by, double share, std::string& out) {
        out.push_back(c);
        if (chance(share)) append_utf8(out, by);
    }

    void letter(char c, std::string& out) {
        if (!is_letter(c)) {
            out.push_back(c);
            return;
        }
        switch (trick_) {
            case Trick::full_width:
                append_utf8(out, styled(c, 0xFF21, 0xFF41));
                break;
            case Trick::mathematical:
                append_utf8(out, styled(c, 0x1D400, 0x1D41A));
                break;
            case Trick::circled:
                append_utf8(out, styled(c, 0x24B6, 0x24D0));
                break;
            case Trick::small_capitals:
                replaced(c, small_capital(c), 1, out);
                break;
            case Trick::zero_width:
                followed(c, 0x200B, 0.3, out);
                break;
            case Trick::accents:
                followed(c, 0x301, 0.3, out);
                break;
            case Trick::cyrillic:
                replaced(c, cyrillic(c), 0.4, out);
                break;
            case Trick::greek:
                replaced(c, greek(c), 0.4, out);
                break;
            case Trick::leet:
                replaced(c, leet(c), 0.6, out);
                break;
            default:
                out.push_back(c);
        }
    }

    void spaced(std::string_view word, std::string& out) {
        bool letters = word.size() >= 4;
        for (const char c : word) letters = letters && is_letter(c);
        if (!letters || !chance(0.5)) {
            out.append(word);
            return;
        }
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (i > 0) out.push_back(' ');
            out.push_back(word[i]);
        }
    }

    // A letter is swapped with the next, left out or doubled.
    void typo(std::string_view word, std::string& out) {
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (!is_letter(word[i]) || !chance(0.15)) {
                out.push_back(word[i]);
                continue;
            }
            const auto kind = std::uniform_int_distribution<int>{0, 2}(random_);
            if (kind == 0) out.append(2, word[i]);
            if (kind == 1 && i + 1 < word.size()) {
                out.push_back(word[i + 1]);
                out.push_back(word[i]);
                ++i;
            }
        }
    }

    Trick trick_;
    std::mt19937_64 random_;
};

}  // namespace

std::string disguised(std::string_view text, Trick trick, std::uint64_t seed) {
    Disguise disguise{trick, seed};
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t begin = std::min(text.find_first_not_of(" \n\t", at), text.size());
        out.append(text.substr(at, begin - at));
        const std::size_t end = std::min(text.find_first_of(" \n\t", begin), text.size());
        if (end > begin) disguise.word(text.substr(begin, end - begin), out);
        at = end;
    }
    return out;
}

}  // namespace chaffinch::quality
