// RE2::Set with its error reported.

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

PatternSet::PatternSet(bool folded, std::int64_t memory) {
    RE2::Options options = pattern_options(folded);
    options.set_max_mem(memory);
    set_ = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
}

void PatternSet::add(const std::string& pattern, std::uint32_t leaf) {
    if (set_->Add(pattern, nullptr) >= 0) leaves_.push_back(leaf);
}

bool PatternSet::compile() {
    ready_ = leaves_.empty() || set_->Compile();
    return ready_;
}

std::optional<std::vector<std::uint32_t>> PatternSet::found(std::string_view text) const {
    if (leaves_.empty()) return std::vector<std::uint32_t>{};
    if (!ready_) return std::nullopt;
    std::vector<int> indices;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    if (!set_->Match(re2::StringPiece(text.data(), text.size()), &indices, &error)) {
        if (error.kind != RE2::Set::kNoError) return std::nullopt;
        return std::vector<std::uint32_t>{};
    }
    std::vector<std::uint32_t> out;
    out.reserve(indices.size());
    for (const int index : indices) out.push_back(leaves_[static_cast<std::size_t>(index)]);
    return out;
}

}  // namespace chaffinch::rules
