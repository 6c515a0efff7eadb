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

    [[nodiscard]] bool empty() const { return edges_ == 0; }

    /// Every occurrence, in order of its first token. `tokens` lie in `view`.
    [[nodiscard]] std::vector<WordHit> find(
        const std::vector<text::Token>& tokens, std::string_view view
    ) const;

  private:
    /// 0 stands for every word that no phrase names.
    using TokenId = std::uint32_t;
    using Node = std::uint32_t;

    struct Word {
        std::uint64_t hash = 0;
        std::uint32_t begin = 0;  ///< in letters_
        std::uint32_t size = 0;
        TokenId id = 0;
    };

    struct Edge {
        Node from = 0;
        TokenId token = 0;  ///< 0: free slot
        Node to = 0;
    };

    /// 0: a free slot; else some bits of the hash, so that a word that is not there is told by one
    /// small table that stays in the nearest cache.
    using Tag = std::uint16_t;

    static Tag tag_of(std::uint64_t hash) { return static_cast<Tag>((hash >> 48U) | 1U); }

    [[nodiscard]] TokenId id_of(std::string_view word) const;
    [[nodiscard]] Node step(Node from, TokenId token) const;
    TokenId add_word(std::string_view word);
    void add_edge(Edge edge);
    [[nodiscard]] std::size_t word_slot(std::string_view word, std::uint64_t hash) const;
    [[nodiscard]] std::size_t edge_slot(Node from, TokenId token) const;

    // Open addressing, at most half full: a comment asks once a word, and nearly always for a word
    // that is not there.
    std::string letters_;
    std::vector<Tag> tags_;    ///< by slot
    std::vector<Word> words_;  ///< by slot
    std::vector<Edge> edge_slots_;
    std::size_t word_count_ = 0;
    std::size_t edges_ = 0;
    std::vector<std::vector<std::uint32_t>> leaves_at_{{}};  ///< by node: lists that end here
};

}  // namespace chaffinch::rules
