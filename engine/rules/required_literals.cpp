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

/// Atoms in the order in which they are best done without.
struct Order {
    std::vector<std::size_t> atoms{};  ///< commonest first, of equals the short ones
    std::vector<std::size_t> uses{};   ///< by atom: in ordinary comments
};

Order commonest_first(const std::vector<std::string>& literals) {
    Order order;
    for (std::size_t atom = 0; atom < literals.size(); ++atom) {
        order.atoms.push_back(atom);
        order.uses.push_back(uses_of(literals[atom]));
    }
    std::ranges::sort(order.atoms, [&](std::size_t a, std::size_t b) {
        if (order.uses[a] != order.uses[b]) return order.uses[a] > order.uses[b];
        const std::size_t size_a = literals[a].size();
        const std::size_t size_b = literals[b].size();
        return size_a != size_b ? size_a < size_b : a < b;
    });
    return order;
}

/// Thins out `missing` as long as the formula cannot hold without what is left of it.
void thin_out(std::vector<bool>& missing, const Formula& formula, const Order& order) {
    for (const std::size_t atom : order.atoms) {
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

/// Asks for what must stand beside the commonest atoms of a group: groups that do without one each.
class Doubts {
  public:
    Doubts(const Formula& formula, const Order& order) : formula_(formula), order_(order) {}

    /// The atoms of further groups, each without one of `chosen`.
    [[nodiscard]] std::vector<std::vector<bool>> about(const std::vector<bool>& chosen) const {
        // Once in a hundred comments of a line each: rarer literals seldom wake their pattern.
        constexpr std::size_t common = 2;
        std::vector<std::vector<bool>> found;
        for (const std::size_t atom : order_.atoms) {
            if (found.size() == most_doubts || order_.uses[atom] < common) break;
            if (!chosen[atom]) continue;
            std::vector<bool> missing(chosen.size(), true);
            missing[atom] = false;
            if (formula_.may_hold_without(missing)) continue;
            thin_out_beside(chosen, missing);
            found.push_back(std::move(missing));
        }
        return found;
    }

  private:
    /// Keeps of the other atoms the chosen ones, which are known to be rare, as far as they serve.
    void thin_out_beside(const std::vector<bool>& chosen, std::vector<bool>& missing) const {
        Order others;
        Order kept;
        for (const std::size_t atom : order_.atoms) {
            (chosen[atom] ? kept : others).atoms.push_back(atom);
        }
        thin_out(missing, formula_, others);
        thin_out(missing, formula_, kept);
    }

    const Formula& formula_;
    const Order& order_;
};

}  // namespace

std::vector<std::vector<std::string>> required_literals(const std::string& pattern, bool folded) {
    // The formula is asked once an atom; a pattern of so many is a word list and better one.
    constexpr std::size_t most_atoms = 2'000;
    const Formula formula(pattern, folded);
    const std::size_t count = formula.atoms().size();
    if (count > most_atoms) return {};
    std::vector<std::string> literals;
    for (const std::string& atom : formula.atoms()) literals.push_back(shortened(atom));
    const Order order = commonest_first(literals);

    std::vector<std::vector<std::string>> groups;
    const auto add = [&](const std::vector<bool>& chosen) {
        auto group = group_of(chosen, literals, folded);
        if (!group.empty() && std::ranges::find(groups, group) == groups.end()) {
            groups.push_back(std::move(group));
        }
    };
    std::vector<bool> rarest;             // the atoms of the first group
    std::vector<bool> left(count, true);  // atoms of no group yet
    while (groups.size() < most_apart && !formula.may_hold_without(left)) {
        std::vector<bool> missing = left;
        thin_out(missing, formula, order);
        for (std::size_t atom = 0; atom < count; ++atom) left[atom] = left[atom] && !missing[atom];
        if (rarest.empty()) rarest = missing;
        add(missing);
    }
    if (rarest.empty()) return groups;
    for (const std::vector<bool>& chosen : Doubts(formula, order).about(rarest)) add(chosen);
    return groups;
}

}  // namespace chaffinch::rules
