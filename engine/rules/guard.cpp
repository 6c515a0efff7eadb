// The choice of guards, from the leaves up.

#include "engine/rules/guard.h"

#include <algorithm>
#include <utility>

namespace chaffinch::rules {

namespace {

using Guards = std::optional<std::vector<std::uint32_t>>;

/// How often the set would wake its rule, then how large it is.
std::pair<std::uint64_t, std::size_t> cost_of(
    const std::vector<std::uint32_t>& guards, const std::vector<std::uint32_t>& uses
) {
    std::uint64_t woken = 0;
    for (const std::uint32_t leaf : guards) woken += uses[leaf];
    return {woken, guards.size()};
}

/// When all must be true, any one set will do.
Guards best(std::vector<Guards> sets, const std::vector<std::uint32_t>& uses) {
    Guards out;
    for (Guards& set : sets) {
        if (!set) continue;
        if (!out || cost_of(*set, uses) < cost_of(*out, uses)) out = std::move(set);
    }
    return out;
}

/// When one may be enough, all sets are needed.
Guards joined(const std::vector<Guards>& sets) {
    std::vector<std::uint32_t> out;
    for (const Guards& set : sets) {
        if (!set) return std::nullopt;
        out.insert(out.end(), set->begin(), set->end());
    }
    std::ranges::sort(out);
    const auto repeats = std::ranges::unique(out);
    out.erase(repeats.begin(), repeats.end());
    return out;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> guards_of(
    const Condition& condition,
    const std::function<bool(std::uint32_t)>& guarding,
    const std::vector<std::uint32_t>& uses
) {
    if (condition.kind == Condition::Kind::leaf) {
        if (!guarding(condition.leaf)) return std::nullopt;
        return std::vector{condition.leaf};
    }
    if (condition.kind == Condition::Kind::not_) return std::nullopt;
    std::vector<Guards> parts;
    for (const Condition& part : condition.parts) {
        parts.push_back(guards_of(part, guarding, uses));
    }
    return condition.kind == Condition::Kind::all ? best(std::move(parts), uses) : joined(parts);
}

}  // namespace chaffinch::rules
