// LiteralIndex: which of many literals a text holds, in one walk over its bytes.
//
// The automaton of Aho and Corasick (1975) over the first bytes of the literals, with a full
// transition table over classes of bytes: bytes that no literal holds share one class, and capitals
// share the class of their small letter, so that ASCII case does not count. Where a head ends, the
// tails of the literals that begin with it are compared.
//
// What a walk costs is the rows of the table that are not in a near cache. So heads are short,
// states where nothing goes on have no row of their own, and the commonest classes of a row lie in
// its first cache line. Matching allocates nothing but a bit a literal and cannot fail.

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
    /// Of each literal so many bytes, its head, are walked: some thousand states for the shipped
    /// rules, where whole literals would make 20,000.
    static constexpr std::size_t head_bytes = 4;

    static constexpr std::size_t most_literal_bytes = 255;

    /// Of all heads together.
    static constexpr std::size_t most_head_bytes = 65'000;

    /// Literals are numbered 0, 1, 2 ... in the order given; they are distinct, in lower case as
    /// far as they are ASCII, not empty, of at most `most_literal_bytes` each, and their heads
    /// together of at most `most_head_bytes`.
    LiteralIndex() = default;
    explicit LiteralIndex(std::span<const std::string> literals);

    /// Calls `found(number)` once for each literal that occurs in `text`, in order of the place
    /// where the head of its first occurrence ends. Any bytes will do; where a head ends, each
    /// literal that begins with it costs a comparison. Thread-safe.
    template <class Found>
    void find(std::string_view text, Found found) const {
        if (literals_ == 0) return;
        std::vector<std::uint64_t> seen((literals_ + 63) / 64);
        const Line* lines = next_.data();
        const Ending* endings = endings_.data();
        std::size_t row = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const std::size_t its_class = class_of(text[at]);
            std::size_t state =
                lines[row * lines_a_row_ + its_class / cells].next[its_class % cells];
            row = state;
            if (state < first_ending_) continue;
            if (state >= rows_) row = row_of_leaf_[state - rows_];
            const std::string_view rest = text.substr(at + 1);
            const std::uint8_t next = rest.empty() ? std::uint8_t{0} : class_of(rest.front());
            for (; state != none; state = endings[state - first_ending_].shorter) {
                const Ending& ending = endings[state - first_ending_];
                if ((ending.may_follow >> (next % 64U) & 1U) == 0) continue;
                tell(ending, next, rest, seen.data(), found);
            }
        }
    }

    /// Bytes of the transition table.
    [[nodiscard]] std::size_t table_bytes() const { return next_.size() * sizeof(Line); }

  private:
    /// Inner states are rows of the table, then come the leaves. Sixteen bits keep the rows that
    /// ordinary text visits in the nearest caches.
    using State = std::uint16_t;
    static constexpr State none = 0xFFFF;

    /// As much of a row as comes into a cache at once.
    static constexpr std::size_t cells = 32;

    struct alignas(64) Line {
        std::array<State, cells> next{};
    };

    /// The rest of a literal.
    struct Tail {
        std::uint16_t literal;
        std::uint8_t size;
        std::uint8_t first;   ///< class of its first byte; 0 when there is none
        std::uint32_t begin;  ///< in tail_classes_
    };

    /// A state at which a head ends.
    struct Ending {
        std::uint32_t first_tail = 0;
        std::uint16_t tails = 0;  ///< of literals whose head ends here itself
        State shorter = none;     ///< the longest proper suffix at which one ends
        /// By class, modulo 64: whether one of the tails may begin so; all when one is empty.
        std::uint64_t may_follow = 0;
    };

    /// The automaton while it is made (literal_index.cpp).
    struct Trie;

    [[nodiscard]] std::uint8_t class_of(char byte) const {
        return class_of_[static_cast<unsigned char>(byte)];
    }

    template <class Found>
    void tell(
        const Ending& ending,
        std::uint8_t next,
        std::string_view rest,
        std::uint64_t* seen,
        Found& found
    ) const {
        const Tail* end = tails_.data() + ending.first_tail + ending.tails;
        for (const Tail* tail = tails_.data() + ending.first_tail; tail != end; ++tail) {
            if (tail->size != 0 && tail->first != next) continue;
            std::uint64_t& word = seen[tail->literal / 64U];
            const std::uint64_t bit = std::uint64_t{1} << (tail->literal % 64U);
            if ((word & bit) != 0 || !goes_on(*tail, rest)) continue;
            word |= bit;
            found(std::uint32_t{tail->literal});
        }
    }

    /// Each byte of a literal has a class of its own.
    [[nodiscard]] bool goes_on(const Tail& tail, std::string_view rest) const {
        if (rest.size() < tail.size) return false;
        const std::uint8_t* wanted = tail_classes_.data() + tail.begin;
        for (std::size_t i = 0; i < tail.size; ++i) {
            if (class_of(rest[i]) != wanted[i]) return false;
        }
        return true;
    }

    void assign_classes(std::span<const std::string> literals);
    void lay_out(const Trie& trie, std::span<const std::string> literals);

    std::size_t literals_ = 0;
    std::array<std::uint8_t, 256> class_of_{};  ///< 0: a byte that no literal holds
    std::size_t width_ = 1;                     ///< classes
    std::size_t lines_a_row_ = 1;
    std::size_t first_ending_ = 0;    ///< from this state on a head ends
    std::size_t rows_ = 0;            ///< from this state on nothing goes on
    std::vector<Line> next_;          ///< by row and class
    std::vector<State> row_of_leaf_;  ///< by state, less rows_: the row to go on from
    std::vector<Ending> endings_;     ///< by state, less first_ending_
    std::vector<Tail> tails_;
    std::vector<std::uint8_t> tail_classes_;
};

}  // namespace chaffinch::rules
