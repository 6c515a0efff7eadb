// One pass with the character before in hand: what joins is hidden or not by what it joins.

#include "engine/text/hidden_characters.h"

#include "engine/text/code_points.h"
#include "engine/text/utf8.h"

#include <optional>

namespace chaffinch::text {

namespace {

constexpr char32_t left_to_right_mark = 0x200E;
constexpr char32_t right_to_left_mark = 0x200F;
constexpr char32_t arabic_letter_mark = 0x061C;
constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;
constexpr char32_t text_style = 0xFE0E;
constexpr char32_t emoji_style = 0xFE0F;
constexpr char32_t keycap = 0x20E3;

/// Scripts that shape letters by joiners begin here (Arabic, Syriac, those of India ...).
constexpr char32_t first_of_joining_scripts = 0x0600;

bool is_control(char32_t c) {
    const bool breaks = c == U'\t' || c == U'\n' || c == U'\r';
    return (c < 0x20 && !breaks) || (c >= 0x7F && c < 0xA0);
}

bool is_direction(char32_t c) {
    return c == left_to_right_mark || c == right_to_left_mark || c == arabic_letter_mark ||
           is_bidi_control(c);
}

std::optional<HiddenKind> kind_of(char32_t c) {
    if (is_control(c)) return HiddenKind::control;
    if (c < 0x80) return std::nullopt;
    if (is_tag_character(c)) return HiddenKind::tag;
    if (is_direction(c)) return HiddenKind::direction;
    if (is_ignorable(c)) return HiddenKind::invisible;
    return std::nullopt;
}

/// Characters that a style selector may follow: emoji, and what becomes one by it.
bool takes_style(char32_t c) {
    return is_emoji(c) || c == keycap || c == U'#' || c == U'*' || is_ascii_digit(c) ||
           (c >= 0x2000 && c < 0x3300) || c == 0xA9 || c == 0xAE;
}

bool belongs(char32_t before, char32_t c) {
    if (c == emoji_style || c == text_style) return takes_style(before);
    if (c != zero_width_joiner && c != zero_width_non_joiner) return false;
    if (before >= first_of_joining_scripts && (is_letter(before) || is_mark(before))) return true;
    return c == zero_width_joiner && (before == emoji_style || is_emoji(before));
}

}  // namespace

std::string_view name(HiddenKind kind) {
    switch (kind) {
        case HiddenKind::invisible:
            return "invisible";
        case HiddenKind::direction:
            return "direction";
        case HiddenKind::tag:
            return "tag";
        case HiddenKind::control:
            return "control";
    }
    return "invisible";
}

std::vector<HiddenCharacter> hidden_characters(std::string_view text, std::size_t most) {
    std::vector<HiddenCharacter> found;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size() && found.size() < most;) {
        const Decoded decoded = decode_at(text, at);
        const char32_t c = decoded.value;
        const std::size_t end = at + decoded.size;
        const auto kind = kind_of(c);
        if (kind && !belongs(before, c)) found.push_back({at, end, c, *kind});
        before = c;
        at = end;
    }
    return found;
}

}  // namespace chaffinch::text
