// Letters spaced apart, joined again.

#include "engine/text/spaced.h"

#include "engine/text/code_points.h"
#include "engine/text/utf8.h"

#include <algorithm>

namespace chaffinch::text {
namespace {

constexpr std::size_t fewest_letters = 4;
constexpr std::size_t widest_gap = 4;

bool is_separator(char32_t c) {
    return c == U' ' || c == U'.' || c == U'-' || c == U'_' || c == U'*' || c == U'/' ||
           c == U'|' || c == U'+' || c == U'~' || c == U',' || c == 0xB7 || c == 0x2022;
}

bool is_joinable(char32_t c) {
    return is_ascii_alnum(c) || (c >= 0x80 && is_letter(c) && !is_unspaced(c));
}

/// A word character for the purpose of standing alone: `_` separates here.
bool is_attached(char32_t c) {
    return c != U'_' && is_word_character(c);
}

/// One letter (or digit) standing alone, and the gap after it.
struct Lone {
    std::size_t at = 0;
    std::size_t gap = 0;  ///< separators up to the next lone letter of the run; 0 at its end
};

class Joiner {
  public:
    Joiner(const Units& units, const std::vector<SourceRange>& links, FoldFlags& flags)
        : units_(units), links_(links), flags_(flags) {}

    Units join() {
        out_.reserve(units_.size());
        for (std::size_t at = 0; at < units_.size();) {
            const std::vector<Lone>& run = run_from(at);
            if (!run.empty() && is_hidden_word(run)) {
                at = write(run);
            } else {
                const std::size_t end = run.empty() ? at + 1 : run.back().at + 1;
                for (; at < end; ++at) out_.push_back(units_[at]);
            }
        }
        return std::move(out_);
    }

  private:
    [[nodiscard]] bool is_alone(std::size_t at) const {
        return at < units_.size() && is_joinable(units_[at].value) &&
               (at == 0 || !is_attached(units_[at - 1].value)) &&
               (at + 1 == units_.size() || !is_attached(units_[at + 1].value));
    }

    /// The maximal run of lone letters from `at`, each gap made of one repeated separator.
    const std::vector<Lone>& run_from(std::size_t at) {
        run_.clear();
        if (!is_alone(at) || is_ascii_digit(units_[at].value)) return run_;
        char32_t separator = 0;
        for (;;) {
            run_.push_back({at, 0});
            std::size_t next = at + 1;
            if (next >= units_.size() || !is_separator(units_[next].value)) break;
            if (separator == 0) separator = units_[next].value;
            while (next < units_.size() && units_[next].value == separator &&
                   next - at <= widest_gap)
                ++next;
            const std::size_t gap = next - at - 1;
            if (gap == 0 || gap > widest_gap || !is_alone(next)) break;
            run_.back().gap = gap;
            at = next;
        }
        return run_;
    }

    [[nodiscard]] bool is_hidden_word(const std::vector<Lone>& run) const {
        if (run.size() < fewest_letters || in_link(run)) return false;
        const auto letters = std::ranges::count_if(run, [this](const Lone& lone) {
            return !is_ascii_digit(units_[lone.at].value);
        });
        const auto first = units_[run.front().at].value;
        const bool one_letter = std::ranges::all_of(run, [this, first](const Lone& lone) {
            return units_[lone.at].value == first;
        });
        return static_cast<std::size_t>(letters) * 2 >= run.size() && !one_letter;
    }

    [[nodiscard]] bool in_link(const std::vector<Lone>& run) const {
        const Unit& first = units_[run.front().at];
        const auto link = std::ranges::upper_bound(links_, first.begin, {}, &SourceRange::end);
        return link != links_.end() && link->begin < units_[run.back().at].end;
    }

    /// Narrow gaps are inside words, wider ones between them.
    std::size_t write(const std::vector<Lone>& run) {
        std::size_t narrow = widest_gap;
        for (std::size_t i = 0; i + 1 < run.size(); ++i) narrow = std::min(narrow, run[i].gap);
        flags_.spaced = true;
        for (const Lone& lone : run) {
            Unit unit = units_[lone.at];
            unit.disguised = true;
            out_.push_back(unit);
            if (lone.gap > narrow) {
                Unit blank = units_[lone.at + 1];
                blank.value = U' ';
                out_.push_back(blank);
            }
        }
        return run.back().at + 1;
    }

    const Units& units_;
    const std::vector<SourceRange>& links_;
    FoldFlags& flags_;
    Units out_{};
    std::vector<Lone> run_{};
};

}  // namespace

Units joined_letters(const Units& units, const std::vector<SourceRange>& links, FoldFlags& flags) {
    return Joiner{units, links, flags}.join();
}

bool may_be_spaced(std::string_view ascii, std::size_t at) {
    std::size_t next = at + 1;
    while (next < ascii.size() && is_separator(static_cast<unsigned char>(ascii[next]))) ++next;
    if (next == at + 1 || next - at - 1 > widest_gap || next >= ascii.size()) return false;
    return is_ascii_alnum(static_cast<unsigned char>(ascii[next])) &&
           (next + 1 == ascii.size() || !is_ascii_alnum(static_cast<unsigned char>(ascii[next + 1]))
           );
}

}  // namespace chaffinch::text
