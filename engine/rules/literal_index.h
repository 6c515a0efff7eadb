// LiteralIndex: which of many literals a text holds, in one walk over its bytes.
//
// The automaton of Aho and Corasick (1975) with a full transition table over classes of bytes:
// bytes that no literal holds share one class, and capitals share the class of their small letter,
// so that ASCII case does not count. Matching allocates nothing but a bit a literal and cannot
// fail.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

class LiteralIndex {
  public:
    static constexpr std::size_t most_bytes = 65'000;

    /// Literals are numbered 0, 1, 2 ... in the order given; they are distinct, in lower case as
    /// far as they are ASCII, not empty, and together of at most `most_bytes`.
    LiteralIndex() = default;
    explicit LiteralIndex(std::span<const std::string> literals);

    /// Calls `found(number)` once for each literal that occurs in `text`, in order of the place
    /// where its first occurrence ends. Any bytes will do. Thread-safe.
    template <class Found>
    void find(std::string_view text, Found found) const {
        if (literals_ == 0) return;
        std::vector<std::uint64_t> seen((literals_ + 63) / 64);
        std::size_t state = 0;
        for (const char byte : text) {
            state = next_[state * width_ + class_of_[static_cast<unsigned char>(byte)]];
            if (state < first_ending_) continue;
            // Whoever has seen a literal has seen those that it ends with.
            for (std::size_t at = state; at != none; at = shorter_[at]) {
                const std::uint16_t literal = literal_at_[at];
                if (literal == none) continue;
                std::uint64_t& word = seen[literal / 64U];
                const std::uint64_t bit = std::uint64_t{1} << (literal % 64U);
                if ((word & bit) != 0) break;
                word |= bit;
                found(std::uint32_t{literal});
            }
        }
    }

    /// Bytes of the transition table.
    [[nodiscard]] std::size_t table_bytes() const { return next_.size() * sizeof(next_[0]); }

  private:
    /// A state is a row of the table. Sixteen bits keep the rows that ordinary text visits in the
    /// nearest caches.
    using State = std::uint16_t;
    static constexpr State none = 0xFFFF;

    void assign_classes(std::span<const std::string> literals);
    State step_or_grow(State state, char byte);
    [[nodiscard]] std::vector<State> complete();
    void renumber(const std::vector<State>& order);

    std::size_t literals_ = 0;
    std::array<std::uint8_t, 256> class_of_{};
    std::size_t width_ = 1;
    std::size_t first_ending_ = 0;           ///< from this state on a literal ends
    std::vector<State> next_;                ///< at `state * width_ + class`
    std::vector<std::uint16_t> literal_at_;  ///< by state
    std::vector<State> shorter_;             ///< by state: the longest proper suffix that is one
};

}  // namespace chaffinch::rules
