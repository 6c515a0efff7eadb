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
            // Marks on signs, digits and blanks write nothing: keycaps, and zalgo between words.
            if (is_letter(base) && !has_droppable_marks(base)) out.push_back(unit);
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

/// The word inside a run of leet characters: signs that close a sentence are not part of it.
std::string_view leet_core(std::string_view run) {
    while (!run.empty() && (run.front() == '!' || run.front() == '|')) run.remove_prefix(1);
    while (!run.empty() && !is_ascii_alnum(static_cast<unsigned char>(run.back()))) {
        run.remove_suffix(1);
    }
    return run;
}

/// Undoes leetspeak in units [begin, end), a run of leet characters.
bool spell_out(Units& units, std::size_t begin, std::size_t end) {
    std::string written;
    for (std::size_t at = begin; at < end; ++at) written += static_cast<char>(units[at].value);
    const std::string_view core = leet_core(written);
    const std::string word = leet_word(core);
    if (word.empty()) return false;
    const std::size_t first = begin + static_cast<std::size_t>(core.data() - written.data());
    for (std::size_t at = 0; at < word.size(); ++at) {
        const auto letter = static_cast<char32_t>(word[at]);
        Unit& unit = units[first + at];
        unit.disguised = unit.disguised || unit.value != letter;
        unit.value = letter;
    }
    return true;
}

void undo_leet(Units& units, const std::vector<SourceRange>& links, FoldFlags& flags) {
    Protected inside_link{links};
    for (std::size_t at = 0; at < units.size();) {
        if (!is_leet_character(units[at].value)) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        bool in_link = false;
        for (; at < units.size() && is_leet_character(units[at].value); ++at) {
            in_link = inside_link.holds(units[at]) || in_link;
        }
        if (units[begin].value == U'@') {  // a mention: names hold digits honestly
            while (at < units.size() && !is_space(units[at].value)) ++at;
        } else if (!in_link && spell_out(units, begin, at)) {
            flags.leet = true;
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
    // Runs first, since a long one may hide leetspeak; and again, since leetspeak may make one.
    units = shortened(units);
    undo_leet(units, links, flags);
    return shortened(units);
}

bool is_own_skeleton(std::string_view ascii) {
    std::size_t run = 0;  // where the run of leet characters around `at` began
    bool in_run = false;
    for (std::size_t at = 0; at <= ascii.size(); ++at) {
        const char32_t c = at < ascii.size() ? static_cast<unsigned char>(ascii[at]) : U'\n';
        if (is_leet_character(c)) {
            if (!in_run) run = at;
            in_run = true;
        } else if (in_run) {
            if (!leet_word(leet_core(ascii.substr(run, at - run))).empty()) return false;
            in_run = false;
        }
        if (!is_ascii_lower(c)) continue;
        if (at >= 2 && ascii[at - 1] == ascii[at] && ascii[at - 2] == ascii[at]) return false;
        const auto attached = [ascii](std::size_t i) {
            return i < ascii.size() && is_ascii_alnum(static_cast<unsigned char>(ascii[i]));
        };
        const bool alone = (at == 0 || !attached(at - 1)) && !attached(at + 1);
        if (alone && may_be_spaced(ascii, at)) return false;
    }
    return true;
}

}  // namespace chaffinch::text
