// Atoms from RE2's own analysis, thinned out as long as the pattern's formula still needs one.

#include "engine/rules/required_literals.h"

#include "engine/rules/ham_sample.h"
#include "engine/rules/patterns.h"

#include <re2/filtered_re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace chaffinch::rules {

namespace {

/// The ham sample as one lower-case text, a line a comment.
const std::string& ordinary_text() {
    static const std::string text = [] {
        std::string out;
        for (const std::string_view comment : ham_sample()) out.append(comment).append("\n");
        std::ranges::transform(out, out.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        });
        return out;
    }();
    return text;
}

/// How often ordinary comments hold the literal; counting stops where it no longer matters.
std::size_t uses_of(std::string_view literal) {
    constexpr std::size_t enough = 200;
    const std::string_view text = ordinary_text();
    std::size_t uses = 0;
    for (std::size_t at = text.find(literal); at != std::string_view::npos && uses < enough;
         at = text.find(literal, at + 1)) {
        ++uses;
    }
    return uses;
}

/// Whether the literal stands, as it is, in every text that the pattern takes it from. Not where
/// case counts for less than we know: in texts as sent any letter beyond ASCII, in folded ones the
/// letters whose normal form is their capital (Cherokee).
bool is_sure(std::string_view literal, bool folded) {
    const auto size = static_cast<std::int32_t>(literal.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT(literal.data(), at, size, c);
        if (c < 0) return false;
        if (c < 0x80) continue;
        const UChar32 capital = u_toupper(c);
        const bool cased = capital != c || u_tolower(c) != c;
        if (cased && (!folded || u_foldCase(capital, U_FOLD_CASE_DEFAULT) == capital)) return false;
    }
    return true;
}

/// What RE2 knows of one pattern: a formula without negation over atoms.
class Formula {
  public:
    Formula(const std::string& pattern, bool folded) : filter_(1) {
        int id = 0;
        filter_.Add(pattern, pattern_options(folded), &id);
        filter_.Compile(&atoms_);
    }

    [[nodiscard]] const std::vector<std::string>& atoms() const { return atoms_; }

    /// Whether a text that lacks the `missing` atoms, and holds all others, might match.
    [[nodiscard]] bool may_hold_without(const std::vector<bool>& missing) const {
        std::vector<int> present;
        for (std::size_t i = 0; i < atoms_.size(); ++i) {
            if (!missing[i]) present.push_back(static_cast<int>(i));
        }
        std::vector<int> possible;
        filter_.AllPotentials(present, &possible);
        return !possible.empty();
    }

  private:
    re2::FilteredRE2 filter_;
    std::vector<std::string> atoms_;
};

/// Cut on a character border.
std::string shortened(const std::string& atom) {
    if (atom.size() <= longest_literal) return atom;
    std::size_t end = longest_literal;
    while (end > 0 && (static_cast<unsigned char>(atom[end]) & 0xC0U) == 0x80U) --end;
    return atom.substr(0, end);
}

/// Atom numbers, those that ordinary comments hold most often first, of equals the short ones.
std::vector<std::size_t> commonest_first(const std::vector<std::string>& literals) {
    struct Ranked {
        std::size_t uses;
        std::size_t size;
        std::size_t atom;
    };

    std::vector<Ranked> ranked;
    for (std::size_t i = 0; i < literals.size(); ++i) {
        ranked.push_back({uses_of(literals[i]), literals[i].size(), i});
    }
    std::ranges::sort(ranked, [](const Ranked& a, const Ranked& b) {
        if (a.uses != b.uses) return a.uses > b.uses;
        return a.size != b.size ? a.size < b.size : a.atom < b.atom;
    });
    std::vector<std::size_t> out;
    for (const Ranked& one : ranked) out.push_back(one.atom);
    return out;
}

/// Thins out `missing` as long as the formula cannot hold without what is left of it.
void thin_out(
    std::vector<bool>& missing, const Formula& formula, const std::vector<std::size_t>& order
) {
    for (const std::size_t atom : order) {
        if (!missing[atom]) continue;
        missing[atom] = false;
        if (formula.may_hold_without(missing)) missing[atom] = true;
    }
}

/// The literals of the chosen atoms, or nothing when they do not make a group worth having.
std::vector<std::string> group_of(
    const std::vector<bool>& chosen, const std::vector<std::string>& literals, bool folded
) {
    std::vector<std::string> out;
    for (std::size_t atom = 0; atom < literals.size(); ++atom) {
        if (!chosen[atom]) continue;
        if (!is_sure(literals[atom], folded)) return {};
        out.push_back(literals[atom]);
    }
    std::ranges::sort(out);
    const auto repeats = std::ranges::unique(out);
    out.erase(repeats.begin(), repeats.end());
    return out.size() > most_literals ? std::vector<std::string>{} : out;
}

}  // namespace

std::vector<std::vector<std::string>> required_literals(const std::string& pattern, bool folded) {
    // The formula is asked once an atom; a pattern of so many is a word list and better one.
    constexpr std::size_t most_atoms = 2'000;
    const Formula formula(pattern, folded);
    const std::size_t count = formula.atoms().size();
    if (count > most_atoms) return {};
    std::vector<std::string> literals;
    for (const std::string& atom : formula.atoms()) literals.push_back(shortened(atom));
    const std::vector<std::size_t> order = commonest_first(literals);

    std::vector<std::vector<std::string>> groups;
    std::vector<bool> left(count, true);  // atoms of no group yet
    while (groups.size() < most_groups && !formula.may_hold_without(left)) {
        std::vector<bool> missing = left;
        thin_out(missing, formula, order);
        for (std::size_t atom = 0; atom < count; ++atom) left[atom] = left[atom] && !missing[atom];
        auto group = group_of(missing, literals, folded);
        if (!group.empty()) groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace chaffinch::rules
