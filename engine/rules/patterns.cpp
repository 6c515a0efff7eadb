// From literals to patterns.

#include "engine/rules/patterns.h"

#include <algorithm>

namespace chaffinch::rules {

RE2::Options pattern_options(bool folded) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_case_sensitive(!folded);
    options.set_max_mem(pattern_memory);
    return options;
}

bool PatternFilter::add(
    std::uint32_t leaf, View view, const std::vector<std::vector<std::string>>& required
) {
    constexpr std::size_t most_patterns = 0xFFFF;
    std::size_t bytes = 0;
    for (const auto& group : required) {
        for (const std::string& literal : group) {
            if (by_literal_.contains(literal)) continue;
            bytes += std::min(literal.size(), LiteralIndex::head_bytes);
        }
    }
    if (required.empty() || head_bytes_ + bytes > LiteralIndex::most_head_bytes) return false;
    if (patterns_.size() == most_patterns) return false;
    head_bytes_ += bytes;
    const auto pattern = static_cast<std::uint16_t>(patterns_.size());
    unsigned bit = 1;
    for (const auto& group : required) {
        for (const std::string& literal : group) {
            GroupSet& groups = by_literal_[literal][pattern];
            groups = static_cast<GroupSet>(groups | bit);
        }
        bit <<= 1U;
    }
    views_ |= only(view);
    patterns_.push_back({.leaf = leaf, .view = view, .groups = static_cast<GroupSet>(bit - 1)});
    return true;
}

void PatternFilter::compile() {
    std::vector<std::string> literals;
    for (const auto& [literal, uses] : by_literal_) {
        literals.push_back(literal);
        first_use_.push_back(static_cast<std::uint32_t>(uses_.size()));
        for (const auto& [pattern, groups] : uses) uses_.push_back({pattern, groups});
    }
    first_use_.push_back(static_cast<std::uint32_t>(uses_.size()));
    by_literal_.clear();
    index_ = LiteralIndex(literals);
}

}  // namespace chaffinch::rules
