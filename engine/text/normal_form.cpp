// Normal form by ICU's NFKC_Casefold data, one normalisation segment at a time so that each result
// keeps the source it came from.

#include "engine/text/normal_form.h"

#include "engine/text/code_points.h"
#include "engine/text/utf8.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace chaffinch::text {
namespace {

const icu::Normalizer2& nfkc_casefold() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return *instance;  // compiled into libicuuc, so that it cannot be missing
}

/// Letters of scripts in which an invisible character between two letters has no honest use.
bool needs_no_joiner(char32_t c) {
    return c < 0x80 ? is_ascii_alnum(c) : has_droppable_marks(c);
}

/// Text between a right-to-left override and its end is shown backwards: turned round, it is what
/// the reader reads. An override that is not closed reaches to the end of its line.
Units as_shown(const Units& visible) {
    constexpr char32_t override_left = 0x202E;
    constexpr char32_t pop = 0x202C;
    Units out = visible;
    for (std::size_t at = 0; at < out.size(); ++at) {
        if (out[at].value != override_left) continue;
        std::size_t end = at + 1;
        while (end < out.size() && out[end].value != pop && out[end].value != U'\n' &&
               out[end].value != override_left) {
            ++end;
        }
        std::reverse(
            out.begin() + static_cast<std::ptrdiff_t>(at) + 1,
            out.begin() + static_cast<std::ptrdiff_t>(end)
        );
        at = end - 1;
    }
    return out;
}

/// Takes out what cannot be seen, and marks beyond the bound.
class Cleaner {
  public:
    explicit Cleaner(FoldFlags& flags) : flags_(flags) {}

    Units clean(const Units& visible) {
        Units kept;
        kept.reserve(visible.size());
        for (std::size_t at = 0; at < visible.size(); ++at) {
            Unit unit = visible[at];
            if (unit.value == 0x2800) unit.value = U' ';  // braille blank: drawn as nothing
            if (is_ignorable(unit.value)) {
                note_ignorable(visible, at);
                continue;
            }
            if (is_pile(unit.value)) continue;
            kept.push_back(unit);
        }
        return kept;
    }

  private:
    void note_ignorable(const Units& visible, std::size_t at) {
        const char32_t c = visible[at].value;
        if (is_bidi_control(c)) flags_.bidi = true;
        if (is_tag_character(c)) {
            if (!in_flag_) in_flag_ = at > 0 && visible[at - 1].value == 0x1F3F4;
            if (!in_flag_) flags_.invisible = true;
            return;
        }
        in_flag_ = false;
        if (at == 0 || at + 1 >= visible.size()) return;
        std::size_t after = at + 1;
        if (is_ignorable(visible[after].value)) return;  // judged at the last of a run
        std::size_t before = at;
        while (before > 0 && is_ignorable(visible[before].value)) --before;
        if (needs_no_joiner(visible[before].value) && needs_no_joiner(visible[after].value)) {
            flags_.invisible = true;
        }
    }

    bool is_pile(char32_t c) {
        if (!is_mark(c)) {
            marks_ = 0;
            return false;
        }
        if (++marks_ <= marks_kept) return false;
        flags_.stacked_marks = true;
        return true;
    }

    FoldFlags& flags_;
    int marks_ = 0;
    bool in_flag_ = false;
};

/// Compatibility letters that only decorate: mathematical, circled, squared, full-width.
bool is_styled_letter(char32_t c) {
    if (c < 0x1D2C) return false;
    switch (u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_DECOMPOSITION_TYPE)) {
        case U_DT_FONT:
        case U_DT_CIRCLE:
        case U_DT_WIDE:
        case U_DT_SQUARE:
        case U_DT_SUPER:
            return true;
        default:
            return false;
    }
}

class Folder {
  public:
    Folder(const Units& cleaned, FoldFlags& flags) : in_(cleaned), flags_(flags) {}

    NormalUnits fold() {
        std::size_t bytes_in = 0;
        for (const Unit& unit : in_) bytes_in += unit.end - unit.begin;
        out_.reserve(in_.size());
        for (std::size_t at = 0; at < in_.size();) {
            if (bytes_out_ > most_growth * bytes_in + free_growth) return {std::move(out_), true};
            const char32_t c = in_[at].value;
            const bool alone = at + 1 == in_.size() || starts_segment(in_[at + 1].value);
            if (alone && c < 0x80) {
                emit(is_ascii_upper(c) ? c + 32 : c, in_[at]);
                ++at;
            } else if (alone && !normalizer_.getDecomposition(static_cast<UChar32>(c), mapped_)) {
                emit(c, in_[at]);
                ++at;
            } else {
                at = fold_segment(at);
            }
        }
        return {std::move(out_), false};
    }

  private:
    [[nodiscard]] bool starts_segment(char32_t c) const {
        return c < 0x300 || normalizer_.hasBoundaryBefore(static_cast<UChar32>(c));
    }

    void emit(char32_t value, const Unit& source) {
        out_.push_back({value, source.begin, source.end, false});
        bytes_out_ += value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
    }

    std::size_t fold_segment(std::size_t at) {
        std::size_t end = at + 1;
        while (end < in_.size() && !starts_segment(in_[end].value)) ++end;
        icu::UnicodeString segment;
        for (std::size_t i = at; i < end; ++i) segment.append(static_cast<UChar32>(in_[i].value));
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString folded;
        normalizer_.normalize(segment, folded, status);
        Unit source = in_[at];
        for (std::size_t i = at; i < end; ++i) {
            source.begin = std::min(source.begin, in_[i].begin);
            source.end = std::max(source.end, in_[i].end);
        }
        for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
            emit(static_cast<char32_t>(folded.char32At(i)), source);
        }
        note_style(in_[at].value, folded);
        return end;
    }

    /// One decorated letter is an ornament; two neighbours make a word in disguise.
    void note_style(char32_t before, const icu::UnicodeString& after) {
        const bool styled = is_styled_letter(before) && after.length() == 1 &&
                            is_ascii_letter(static_cast<char32_t>(after.char32At(0)));
        if (styled && styled_last_ + 1 == out_.size()) flags_.styled = true;
        if (styled) styled_last_ = out_.size();
    }

    const icu::Normalizer2& normalizer_ = nfkc_casefold();
    const Units& in_;
    FoldFlags& flags_;
    Units out_{};
    icu::UnicodeString mapped_{};
    std::size_t styled_last_ = 0;
    std::size_t bytes_out_ = 0;
};

}  // namespace

NormalUnits normal_units(const Units& visible, FoldFlags& flags) {
    const bool turned =
        std::ranges::any_of(visible, [](const Unit& unit) { return unit.value == 0x202E; });
    const Units cleaned = Cleaner{flags}.clean(turned ? as_shown(visible) : visible);
    return Folder{cleaned, flags}.fold();
}

}  // namespace chaffinch::text
