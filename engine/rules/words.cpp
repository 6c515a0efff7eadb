// The trie: nodes and words are numbers, edges one hash table.

#include "engine/rules/words.h"

#include <algorithm>
#include <utility>

#define XXH_INLINE_ALL  // words are short: the call would cost more than the hash
#include <xxhash.h>

namespace chaffinch::rules {

namespace {

std::uint64_t hash_of(std::string_view word) {
    return XXH3_64bits(word.data(), word.size());
}

constexpr std::size_t first_slots = 64;

}  // namespace

std::size_t WordIndex::word_slot(std::string_view word, std::uint64_t hash) const {
    const Tag tag = tag_of(hash);
    std::size_t at = hash & (tags_.size() - 1);
    for (; tags_[at] != 0; at = (at + 1) & (tags_.size() - 1)) {
        if (tags_[at] != tag) continue;
        const Word& here = words_[at];
        const bool same = here.hash == hash && here.size == word.size() &&
                          std::string_view(letters_).substr(here.begin, here.size) == word;
        if (same) break;
    }
    return at;
}

WordIndex::TokenId WordIndex::id_of(std::string_view word) const {
    const std::size_t slot = word_slot(word, hash_of(word));
    return tags_[slot] == 0 ? 0 : words_[slot].id;
}

WordIndex::TokenId WordIndex::add_word(std::string_view word) {
    if ((word_count_ + 1) * 2 > words_.size()) {
        std::vector<Word> old(std::max(first_slots, words_.size() * 2));
        old.swap(words_);
        tags_.assign(words_.size(), 0);
        for (const Word& one : old) {
            if (one.id == 0) continue;
            const auto place = std::string_view(letters_).substr(one.begin, one.size);
            const std::size_t slot = word_slot(place, one.hash);
            words_[slot] = one;
            tags_[slot] = tag_of(one.hash);
        }
    }
    const std::uint64_t hash = hash_of(word);
    const std::size_t at = word_slot(word, hash);
    Word& slot = words_[at];
    if (slot.id == 0) {
        tags_[at] = tag_of(hash);
        slot = {
            .hash = hash,
            .begin = static_cast<std::uint32_t>(letters_.size()),
            .size = static_cast<std::uint32_t>(word.size()),
            .id = static_cast<TokenId>(++word_count_)
        };
        letters_ += word;
    }
    return slot.id;
}

std::size_t WordIndex::edge_slot(Node from, TokenId token) const {
    // The finaliser of MurmurHash3.
    std::uint64_t hash = (std::uint64_t{from} << 32U | token) * 0xFF51AFD7ED558CCD;
    hash ^= hash >> 32U;
    std::size_t at = hash & (edge_slots_.size() - 1);
    while (edge_slots_[at].token != 0 &&
           (edge_slots_[at].from != from || edge_slots_[at].token != token)) {
        at = (at + 1) & (edge_slots_.size() - 1);
    }
    return at;
}

/// 0 is the root, to which no edge leads.
WordIndex::Node WordIndex::step(Node from, TokenId token) const {
    return edge_slots_[edge_slot(from, token)].to;
}

void WordIndex::add_edge(Edge edge) {
    if ((edges_ + 1) * 2 > edge_slots_.size()) {
        std::vector<Edge> old(std::max(first_slots, edge_slots_.size() * 2));
        old.swap(edge_slots_);
        for (const Edge& one : old) {
            if (one.token != 0) edge_slots_[edge_slot(one.from, one.token)] = one;
        }
    }
    edge_slots_[edge_slot(edge.from, edge.token)] = edge;
    ++edges_;
}

void WordIndex::add(const std::vector<std::string>& tokens, std::uint32_t leaf) {
    if (tokens.empty()) return;
    Node node = 0;
    for (const std::string& token : tokens) {
        const TokenId id = add_word(token);
        Node next = empty() ? 0 : step(node, id);
        if (next == 0) {
            next = static_cast<Node>(leaves_at_.size());
            leaves_at_.emplace_back();
            add_edge({.from = node, .token = id, .to = next});
        }
        node = next;
    }
    auto& leaves = leaves_at_[node];
    if (std::ranges::find(leaves, leaf) == leaves.end()) leaves.push_back(leaf);
}

std::vector<WordHit> WordIndex::find(const std::vector<text::Token>& tokens, std::string_view view)
    const {
    std::vector<WordHit> hits;
    if (empty()) return hits;
    std::vector<TokenId> ids;
    ids.reserve(tokens.size());
    for (const text::Token& token : tokens) {
        ids.push_back(id_of(view.substr(token.begin, token.end - token.begin)));
    }
    for (std::size_t first = 0; first < ids.size(); ++first) {
        Node node = 0;
        for (std::size_t at = first; at < ids.size() && ids[at] != 0; ++at) {
            node = step(node, ids[at]);
            if (node == 0) break;
            for (const std::uint32_t leaf : leaves_at_[node]) {
                hits.push_back(
                    {leaf, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(at)}
                );
            }
        }
    }
    return hits;
}

}  // namespace chaffinch::rules
