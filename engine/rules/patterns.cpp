// From literals to patterns.

#include "engine/rules/patterns.h"

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
    std::size_t bytes = 0;
    for (const auto& group : required) {
        for (const std::string& literal : group) bytes += literal.size();
    }
    if (required.empty() || literal_bytes_ + bytes > most_literal_bytes) return false;
    literal_bytes_ += bytes;
    const auto pattern = static_cast<std::uint32_t>(patterns_.size());
    std::uint8_t bit = 1;
    std::uint8_t all = 0;
    for (const auto& group : required) {
        for (const std::string& literal : group) by_literal_[literal].push_back({pattern, bit});
        all = static_cast<std::uint8_t>(all | bit);
        bit = static_cast<std::uint8_t>(bit << 1U);
    }
    patterns_.push_back({.leaf = leaf, .view = view, .groups = all});
    return true;
}

void PatternFilter::compile() {
    std::vector<std::string> literals;
    for (auto& [literal, uses] : by_literal_) {
        literals.push_back(literal);
        uses_.push_back(std::move(uses));
    }
    by_literal_.clear();
    index_ = LiteralIndex(literals);
}

}  // namespace chaffinch::rules
