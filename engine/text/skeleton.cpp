// The steps from normal form to skeleton.

#include "engine/text/skeleton.h"

#include "engine/text/code_points.h"
#include "engine/text/enclosed.h"
#include "engine/text/leet.h"
#include "engine/text/look_alikes.h"
#include "engine/text/spaced.h"
#include "engine/text/utf8.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace chaffinch::text {
namespace {

const icu::Normalizer2& nfd() {
    UErrorCode status = U_ZERO_ERROR;
    return *icu::Normalizer2::getNFDInstance(status);
}

/// "café" is written "cafe" by many; a mark on a Latin, Greek or Cyrillic letter is no other word.
Units without_accents(const Units& in) {
    Units out;
    out.reserve(in.size());
    char32_t base = 0;
    icu::UnicodeString parts;
    for (const Unit& unit : in) {
        if (is_mark(unit.value)) {
            const bool keycap = unit.value == 0x20E3 && is_ascii_digit(base);
            if (!keycap && !has_droppable_marks(base)) out.push_back(unit);
            continue;
        }
        base = unit.value;
        Unit plain = unit;
        if (base >= 0xC0 && has_droppable_marks(base) &&
            nfd().getDecomposition(static_cast<UChar32>(base), parts)) {
            plain.value = base = static_cast<char32_t>(parts.char32At(0));
        }
        out.push_back(plain);
    }
    return out;
}

bool is_leet_character(char32_t c) {
    return is_ascii_alnum(c) || c == U'@' || c == U'$' || c == U'!' || c == U'|';
}

/// Byte ranges of links, asked in order.
class Protected {
  public:
    explicit Protected(const std::vector<SourceRange>& links)
        : next_(links.begin()), end_(links.end()) {}

    bool holds(const Unit& unit) {
        while (next_ != end_ && next_->end <= unit.begin) ++next_;
        return next_ != end_ && next_->begin < unit.end;
    }

  private:
    std::vector<SourceRange>::const_iterator next_;
    std::vector<SourceRange>::const_iterator end_;
};

void undo_leet(Units& units, const std::vector<SourceRange>& links, FoldFlags& flags) {
    Protected inside_link{links};
    for (std::size_t at = 0; at < units.size();) {
        if (!is_leet_character(units[at].value)) {
            ++at;
            continue;
        }
        std::size_t begin = at;
        bool in_link = false;
        for (; at < units.size() && is_leet_character(units[at].value); ++at) {
            in_link = inside_link.holds(units[at]) || in_link;
        }
        std::size_t end = at;
        const bool mention = units[begin].value == U'@';
        while (begin < end && (units[begin].value == U'!' || units[begin].value == U'|')) ++begin;
        while (end > begin && !is_ascii_alnum(units[end - 1].value)) --end;
        if (mention || in_link || !is_leet_word(units, begin, end)) continue;
        flags.leet = true;
        for (std::size_t i = begin; i < end; ++i) {
            if (const char32_t letter = leet_letter(units[i].value); letter != 0) {
                units[i].value = letter;
                units[i].disguised = true;
            }
        }
    }
}

/// "looooong" to "loong": three and more of one letter are two.
Units shortened(const Units& in) {
    Units out;
    out.reserve(in.size());
    for (const Unit& unit : in) {
        const std::size_t size = out.size();
        const bool third = size >= 2 && out[size - 1].value == unit.value &&
                           out[size - 2].value == unit.value && is_letter(unit.value);
        if (third) {
            out[size - 1].end = std::max(out[size - 1].end, unit.end);
        } else {
            out.push_back(unit);
        }
    }
    return out;
}

}  // namespace

Units skeleton_units(
    const MappedText& normal, const std::vector<SourceRange>& links, FoldFlags& flags
) {
    Units units = take_apart(normal.text);
    undo_enclosed(units, flags);
    units = without_accents(units);
    undo_look_alikes(units, flags);
    units = joined_letters(units, links, flags);
    undo_leet(units, links, flags);
    return shortened(units);
}

bool is_own_skeleton(std::string_view ascii) {
    bool leet_run = false;
    bool letter_in_run = false;
    bool sign_in_run = false;
    for (std::size_t at = 0; at < ascii.size(); ++at) {
        const auto c = static_cast<char32_t>(static_cast<unsigned char>(ascii[at]));
        const bool letter = is_ascii_lower(c);
        if (letter && at >= 2 && ascii[at - 1] == ascii[at] && ascii[at - 2] == ascii[at])
            return false;
        leet_run = is_leet_character(c);
        letter_in_run = leet_run && (letter_in_run || letter);
        sign_in_run = leet_run && (sign_in_run || !letter);
        if (letter_in_run && sign_in_run) return false;
        const bool alone =
            letter && (at == 0 || !is_ascii_alnum(static_cast<unsigned char>(ascii[at - 1]))) &&
            at + 1 < ascii.size() && !is_ascii_alnum(static_cast<unsigned char>(ascii[at + 1]));
        if (alone && at + 2 < ascii.size() && may_be_spaced(ascii, at)) return false;
    }
    return true;
}

}  // namespace chaffinch::text
