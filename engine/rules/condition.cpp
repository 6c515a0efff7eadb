// Three-valued logic (Kleene's strong tables; at_least is the same idea for counts).

#include "engine/rules/condition.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

/// True when `needed` are true; false when they no longer can be.
Tri enough(const std::vector<Tri>& parts, std::ptrdiff_t needed) {
    const auto yes = std::ranges::count(parts, Tri::yes);
    const auto unknown = std::ranges::count(parts, Tri::unknown);
    if (yes >= needed) return Tri::yes;
    return yes + unknown >= needed ? Tri::unknown : Tri::no;
}

/// What a question costs, in steps of about ten: other signals, facts, values, words, patterns.
int cost_of(const Leaf& leaf) {
    switch (leaf.predicate) {
        case Predicate::hit:
            return 0;
        case Predicate::range:
        case Predicate::is:
        case Predicate::missing:
            return 1;
        case Predicate::one_of:
        case Predicate::hosts:
        case Predicate::all_listed:
            return 2;
        case Predicate::words:
            return 3;
        case Predicate::pattern:
            return 4;
    }
    return 4;
}

/// Plans the parts and returns the cost of the dearest.
int planned_cost(Condition& condition, const std::vector<Leaf>& leaves) {
    if (condition.kind == Condition::Kind::leaf) return cost_of(leaves[condition.leaf]);
    std::vector<int> costs;
    condition.order.clear();
    for (Condition& part : condition.parts) {
        condition.order.push_back(static_cast<std::uint32_t>(costs.size()));
        costs.push_back(planned_cost(part, leaves));
    }
    std::ranges::sort(condition.order, [&](std::uint32_t a, std::uint32_t b) {
        return costs[a] != costs[b] ? costs[a] < costs[b] : a < b;
    });
    return *std::ranges::max_element(costs);
}

}  // namespace

Tri opposite(Tri value) {
    switch (value) {
        case Tri::no:
            return Tri::yes;
        case Tri::yes:
            return Tri::no;
        case Tri::unknown:
            return Tri::unknown;
    }
    return Tri::unknown;
}

void plan(Condition& condition, const std::vector<Leaf>& leaves) {
    planned_cost(condition, leaves);
}

Tri join(const Condition& condition, const std::vector<Tri>& parts) {
    switch (condition.kind) {
        case Condition::Kind::all:
            return enough(parts, std::ssize(parts));
        case Condition::Kind::any:
            return enough(parts, 1);
        case Condition::Kind::at_least:
            return enough(parts, condition.count);
        case Condition::Kind::not_:
            return opposite(parts.front());
        case Condition::Kind::leaf:
            break;
    }
    return Tri::unknown;
}

}  // namespace chaffinch::rules
