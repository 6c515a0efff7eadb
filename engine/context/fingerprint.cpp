// Exact hash and minimum hashes over what is left of a comment when all that a spammer varies
// cheaply is taken out. Every constant below is part of what is stored: changing one orphans all
// fingerprints.

#include "engine/context/fingerprint.h"

#include "engine/context/link_text.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <string>
#include <string_view>

namespace chaffinch::context {

namespace {

constexpr std::size_t gram_characters = 5;

bool is_in(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

/// Digits, white space and punctuation. Ranges, not Unicode properties: those change with the
/// version of ICU, and a stored fingerprint must not.
bool is_left_out(char32_t c) {
    if (c < 0x80) {
        return !is_in(c, U'a', U'z') && !is_in(c, U'A', U'Z');
    }
    return is_in(c, 0x80, 0xA9) || is_in(c, 0xAB, 0xB4) || is_in(c, 0xB6, 0xB9) ||  // Latin-1
           is_in(c, 0xBB, 0xBF) || is_in(c, 0x660, 0x669) || is_in(c, 0x6F0, 0x6F9) ||
           is_in(c, 0x964, 0x96F) ||                                // danda and Devanagari digits
           is_in(c, 0x2000, 0x206F) ||                              // general punctuation, spaces
           is_in(c, 0x3000, 0x3004) || is_in(c, 0x3008, 0x3020) ||  // CJK punctuation
           is_in(c, 0xFE00, 0xFE0F) || is_in(c, 0xFFF0, 0xFFFF);    // selectors, replacement
}

/// Next code point and its bytes; a malformed byte stands for itself, so that any bytes will do.
struct Character {
    char32_t code = 0;
    std::size_t size = 1;
};

Character character_at(std::string_view text, std::size_t at) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byte(at);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size == 1) return {lead, 1};
    char32_t code = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        const unsigned next = byte(at + i);
        if ((next & 0xC0U) != 0x80U) return {lead, 1};
        code = (code << 6U) | (next & 0x3FU);
    }
    return {code, size};
}

std::u32string compared_characters(const text::Document& document) {
    const std::string_view text = document.skeleton.text;
    const LinkText links(document);
    std::u32string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (!is_left_out(character.code) && !links.covers(at)) kept += character.code;
        at += character.size;
    }
    return kept;
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EB;
    return x ^ (x >> 31U);
}

using Minhash = decltype(Fingerprint::minhash);

/// Odd multipliers: each gives another order of the same hashes (multiply-shift).
constexpr std::array<std::uint64_t, std::tuple_size_v<Minhash>> multipliers = [] {
    std::array<std::uint64_t, std::tuple_size_v<Minhash>> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = mixed((i + 1) * 0x9E3779B97F4A7C15) | 1U;
    }
    return out;
}();

Minhash minhash_of(std::u32string_view characters) {
    Minhash least;
    least.fill(std::numeric_limits<std::uint32_t>::max());
    for (std::size_t i = 0; i + gram_characters <= characters.size(); ++i) {
        std::uint64_t gram = 0;
        for (const char32_t c : characters.substr(i, gram_characters)) {
            gram = (gram ^ c) * 0x100000001B3;  // FNV-1a over code points
        }
        gram = mixed(gram);
        for (std::size_t k = 0; k < least.size(); ++k) {
            const auto hash = static_cast<std::uint32_t>((gram * multipliers[k]) >> 32U);
            least[k] = std::min(least[k], hash);
        }
    }
    return least;
}

/// Over four bytes a character, least significant first, on every machine.
std::uint64_t exact_hash(std::u32string characters) {
    if constexpr (std::endian::native == std::endian::big) {
        for (char32_t& c : characters) c = __builtin_bswap32(c);
    }
    const std::uint64_t hash = XXH3_64bits(characters.data(), characters.size() * sizeof(char32_t));
    return hash == 0 ? 1 : hash;
}

}  // namespace

Fingerprint fingerprint(const text::Document& document) {
    const std::u32string characters = compared_characters(document);
    Fingerprint out;
    if (characters.empty()) return out;
    out.exact = exact_hash(characters);
    if (characters.size() >= minhash_characters) out.minhash = minhash_of(characters);
    return out;
}

double similarity(const Fingerprint& a, const Fingerprint& b) {
    if (a.exact == 0 || b.exact == 0) return 0;
    if (a.exact == b.exact) return 1;
    const Minhash too_short{};
    if (a.minhash == too_short || b.minhash == too_short) return 0;
    std::size_t equal = 0;
    for (std::size_t k = 0; k < a.minhash.size(); ++k)
        equal += a.minhash[k] == b.minhash[k] ? 1U : 0U;
    return static_cast<double>(equal) / static_cast<double>(a.minhash.size());
}

}  // namespace chaffinch::context
