// Conditions: leaves that ask one question, joined by all, any, not and at_least.
//
// Truth has three values. A leaf on a value nobody knows is unknown, `not` of unknown stays unknown
// and a rule fires on true alone: what the site did not tell can neither convict nor acquit.

#pragma once

#include "engine/rules/field_table.h"
#include "engine/rules/hosts.h"

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch::rules {

enum class Tri : std::uint8_t { no, yes, unknown };

/// What is known of a leaf during one evaluation: its truth, or that nobody has asked yet.
enum class Known : std::uint8_t { no, yes, unknown, open };

enum class Predicate : std::uint8_t {
    words,    ///< words, phrases, in_words, in_list on running text
    pattern,  ///< re, contains, starts, ends, equals
    hosts,    ///< in_words, in_list on hosts, by label suffix
    one_of,   ///< in_words, in_list, equals on a short value
    range,    ///< gte, lte, gt, lt, between, equals on numbers
    is,       ///< flags
    missing,
    all_listed,
    hit,
};

/// One question. Each distinct one exists once in a rule set.
struct Leaf {
    Predicate predicate = Predicate::missing;
    const FieldInfo* field = nullptr;   ///< null for `hit`
    std::string label{};                ///< as written, for people: "text words [casino, slot]"
    std::vector<std::string> values{};  ///< one_of: folded values; hit: the signal's name
    std::vector<std::vector<std::string>> phrases{};    ///< words: token sequences, normal form
    std::vector<std::vector<std::string>> disguised{};  ///< words: token sequences, skeleton form
    std::shared_ptr<const re2::RE2> pattern{};  ///< pattern; words: phrases of unspaced scripts
    std::shared_ptr<const HostList> hosts{};
    double low = 0;
    double high = 0;
    bool low_open = false;   ///< gt
    bool high_open = false;  ///< lt
    bool flag = true;
    bool broad = false;  ///< some rule that uses it says confirm_broad
};

struct Condition {
    enum class Kind : std::uint8_t { leaf, all, any, not_, at_least };

    Kind kind = Kind::leaf;
    std::uint32_t leaf = 0;  ///< kind leaf: index into the rule set's leaves
    int count = 0;           ///< kind at_least
    std::vector<Condition> parts{};
    std::vector<std::uint32_t> order{};  ///< parts, cheapest question first; set by plan()
};

/// Puts the cheap questions (other signals, facts) before the dear ones (patterns), which then are
/// seldom asked. Truth does not depend on the order; explain keeps the written one.
void plan(Condition& condition, const std::vector<Leaf>& leaves);

Tri opposite(Tri value);

/// The truth of a planned condition, given that of its leaves: `leaf(index) -> Tri`. Leaves are not
/// asked once they can no longer matter.
template <class LeafTruth>
Tri truth(const Condition& condition, const LeafTruth& leaf) {
    if (condition.kind == Condition::Kind::leaf) return leaf(condition.leaf);
    if (condition.kind == Condition::Kind::not_) {
        return opposite(truth(condition.parts.front(), leaf));
    }
    const std::size_t total = condition.parts.size();
    const std::size_t needed = condition.kind == Condition::Kind::all ? total
                               : condition.kind == Condition::Kind::any
                                   ? 1
                                   : static_cast<std::size_t>(condition.count);
    std::size_t yes = 0;
    std::size_t possible = total;  // parts that are true or may still turn out so
    for (const std::uint32_t part : condition.order) {
        const Tri value = truth(condition.parts[part], leaf);
        yes += value == Tri::yes ? 1U : 0U;
        possible -= value == Tri::no ? 1U : 0U;
        if (yes >= needed) return Tri::yes;
        if (possible < needed) return Tri::no;
    }
    return Tri::unknown;
}

/// all, any, at_least and not over truths already known (explain walks the tree itself).
Tri join(const Condition& condition, const std::vector<Tri>& parts);

}  // namespace chaffinch::rules
