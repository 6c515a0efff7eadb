// WordIndex: finds words and phrases in a sequence of tokens, all of them in one pass.
//
// A trie over whole tokens. It means what the literal ` word ` means on tokens joined by blanks
// (whole words by construction, in every script), and differs from a regular expression in cost:
// one hash look-up a token whatever the number of words, positions for free, and no memory at match
// time, so that it cannot fail. tests/engine/rules/words_test.cpp holds it against the literals.

#pragma once

#include "engine/text/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chaffinch::rules {

/// One phrase found: tokens [first, last] of the view belong to phrase list `leaf`.
struct WordHit {
    std::uint32_t leaf = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    friend auto operator<=>(const WordHit&, const WordHit&) = default;
};

class WordIndex {
  public:
    /// Adds a phrase given as its tokens; an empty one is ignored.
    void add(const std::vector<std::string>& tokens, std::uint32_t leaf);

    [[nodiscard]] bool empty() const { return next_.empty(); }

    /// Every occurrence, in order of its first token. `tokens` lie in `view`.
    [[nodiscard]] std::vector<WordHit> find(
        const std::vector<text::Token>& tokens, std::string_view view
    ) const;

  private:
    struct Hash {
        using is_transparent = void;

        std::size_t operator()(std::string_view word) const noexcept {
            return std::hash<std::string_view>{}(word);
        }
    };

    using TokenId = std::uint32_t;

    /// Token ids of a view's tokens; 0 stands for every word that no rule names.
    [[nodiscard]] std::vector<TokenId> ids_of(
        const std::vector<text::Token>& tokens, std::string_view view
    ) const;

    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> ids_;
    std::unordered_map<std::uint64_t, std::uint32_t> next_;  ///< (node, token id) -> node
    std::vector<std::vector<std::uint32_t>> leaves_at_{{}
    };  ///< by node: phrase lists that end here
};

}  // namespace chaffinch::rules
