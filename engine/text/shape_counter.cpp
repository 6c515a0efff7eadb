// Counts how a comment is written.

#include "engine/text/shape_counter.h"

#include "engine/text/code_points.h"
#include "engine/text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace chaffinch::text {
namespace {

void count_ascii(Shape& shape, char32_t c) {
    if (is_ascii_letter(c)) {
        ++shape.letters;
        shape.scripts |= bit(Script::latin);
        if (is_ascii_upper(c)) ++shape.upper;
    } else if (is_ascii_digit(c)) {
        ++shape.digits;
    } else if (c == U'!') {
        ++shape.exclamations;
    } else if (c == U'?') {
        ++shape.questions;
    } else if (c == U'\n') {
        ++shape.newlines;
    }
}

void count_other(Shape& shape, char32_t c) {
    ++shape.non_ascii;
    if (is_letter(c)) {
        ++shape.letters;
        shape.scripts |= script_of(c);
        if (u_isUUppercase(static_cast<UChar32>(c)) != 0) ++shape.upper;
    } else if (is_digit(c)) {
        ++shape.digits;
    } else if (c == 0xFF01) {
        ++shape.exclamations;
    } else if (c == 0xFF1F) {
        ++shape.questions;
    }
    if (is_emoji(c)) ++shape.emoji;
}

bool is_currency_code(std::string_view word) {
    static constexpr std::array<std::string_view, 14> codes{
        "usd",
        "eur",
        "gbp",
        "btc",
        "usdt",
        "rub",
        "inr",
        "idr",
        "cny",
        "jpy",
        "dollar",
        "dollars",
        "euro",
        "euros",
    };
    return std::ranges::find(codes, word) != codes.end();
}

}  // namespace

Shape count_shape(std::string_view body) {
    Shape shape;
    char32_t last = 0;
    std::uint32_t run = 0;
    for (std::size_t at = 0; at < body.size();) {
        const auto byte = static_cast<unsigned char>(body[at]);
        const Decoded here = byte < 0x80 ? Decoded{byte, 1} : decode_at(body, at);
        at += here.size;
        ++shape.code_points;
        if (here.value < 0x80) {
            count_ascii(shape, here.value);
        } else {
            count_other(shape, here.value);
        }
        run = here.value == last ? run + 1 : 1;
        last = here.value;
        shape.longest_run = std::max(shape.longest_run, run);
    }
    return shape;
}

double entropy_of(std::string_view text) {
    if (text.empty()) return 0;
    std::array<std::uint32_t, 256> counts{};
    for (const char c : text) ++counts[static_cast<unsigned char>(c)];
    double sum = 0;
    for (const std::uint32_t count : counts) {
        if (count > 1) sum += count * std::log2(static_cast<double>(count));
    }
    const auto total = static_cast<double>(text.size());
    return std::log2(total) - sum / total;
}

bool names_money(std::string_view text) {
    static constexpr std::array<std::string_view, 6> signs{"$", "€", "£", "₿", "¥", "₹"};
    const auto digit_at = [text](std::size_t at) {
        return at < text.size() && is_ascii_digit(static_cast<unsigned char>(text[at]));
    };
    for (const std::string_view sign : signs) {
        for (std::size_t at = text.find(sign); at != std::string_view::npos;
             at = text.find(sign, at + 1)) {
            const std::size_t after = at + sign.size();
            if (digit_at(after) || (digit_at(after + 1) && text[after] == ' ')) return true;
            if (at > 0 && (digit_at(at - 1) || (at > 1 && text[at - 1] == ' ' && digit_at(at - 2))))
                return true;
        }
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!digit_at(at) || digit_at(at + 1)) continue;
        std::size_t begin = at + 1;
        if (begin < text.size() && text[begin] == ' ') ++begin;
        std::size_t end = begin;
        std::string word;
        while (end < text.size() && end - begin < 8 &&
               is_ascii_letter(static_cast<unsigned char>(text[end]))) {
            word += to_ascii_lower(text[end++]);
        }
        if (is_currency_code(word)) return true;
    }
    return false;
}

std::uint32_t count_mixed_script_words(const MappedText& normal, const TokenView& normal_words) {
    if (is_ascii(normal.text)) return 0;
    constexpr std::uint32_t counted =
        bit(Script::latin) | bit(Script::greek) | bit(Script::cyrillic);
    std::uint32_t mixed = 0;
    for (const Token token : normal_words.tokens) {
        std::uint32_t scripts = 0;
        for (std::size_t at = token.begin; at < token.end;) {
            const Decoded here = decode_at(normal.text, at);
            scripts |= script_of(here.value) & counted;
            at += here.size;
        }
        if (std::popcount(scripts) > 1) ++mixed;
    }
    return mixed;
}

}  // namespace chaffinch::text
