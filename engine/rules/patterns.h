// PatternSet: all patterns of one view, searched in one pass.

#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

/// Memory bounds of RE2 (measured in reliability, F6 and 4.4: with 2 MiB and less a counted
/// repetition falls back to the slow automaton; sets of 5,000 words do not compile in 8 MiB).
inline constexpr std::int64_t pattern_memory = 8 << 20;
inline constexpr std::int64_t set_memory = 64 << 20;

/// `folded` views hold lower case only, so patterns for them ignore case.
RE2::Options pattern_options(bool folded);

class PatternSet {
  public:
    PatternSet(bool folded, std::int64_t memory = set_memory);

    /// `pattern` has been compiled alone before. `leaf` is what found() reports for it.
    void add(const std::string& pattern, std::uint32_t leaf);

    /// False when the set does not fit its memory; found() answers nullopt from then on.
    bool compile();

    [[nodiscard]] bool empty() const { return leaves_.empty(); }

    /// The leaves whose patterns occur in `text`, in no order; nullopt when the matcher ran out of
    /// memory, which is not "nothing found". Thread-safe.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> found(std::string_view text) const;

    [[nodiscard]] const std::vector<std::uint32_t>& leaves() const { return leaves_; }

  private:
    std::unique_ptr<RE2::Set> set_;
    std::vector<std::uint32_t> leaves_;
    bool ready_ = false;
};

}  // namespace chaffinch::rules
