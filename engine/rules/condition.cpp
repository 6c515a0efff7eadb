// Three-valued logic (Kleene's strong tables; at_least is the same idea for counts).

#include "engine/rules/condition.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

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

/// True when `needed` are true; false when they no longer can be.
Tri enough(const std::vector<Tri>& parts, std::ptrdiff_t needed) {
    const auto yes = std::ranges::count(parts, Tri::yes);
    const auto unknown = std::ranges::count(parts, Tri::unknown);
    if (yes >= needed) return Tri::yes;
    return yes + unknown >= needed ? Tri::unknown : Tri::no;
}

}  // namespace

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

Tri truth(const Condition& condition, const std::function<Tri(std::uint32_t)>& leaf) {
    if (condition.kind == Condition::Kind::leaf) return leaf(condition.leaf);
    std::vector<Tri> parts;
    parts.reserve(condition.parts.size());
    for (const Condition& part : condition.parts) {
        parts.push_back(truth(part, leaf));
        // The two commonest early answers; the rest is decided over all parts.
        if (condition.kind == Condition::Kind::all && parts.back() == Tri::no) return Tri::no;
        if (condition.kind == Condition::Kind::any && parts.back() == Tri::yes) return Tri::yes;
    }
    return join(condition, parts);
}

}  // namespace chaffinch::rules
