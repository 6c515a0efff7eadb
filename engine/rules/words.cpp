// The trie: nodes are numbers, edges one hash table.

#include "engine/rules/words.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

std::uint64_t edge(std::uint32_t node, std::uint32_t token) {
    return (std::uint64_t{node} << 32U) | token;
}

}  // namespace

void WordIndex::add(const std::vector<std::string>& tokens, std::uint32_t leaf) {
    if (tokens.empty()) return;
    std::uint32_t node = 0;
    for (const std::string& token : tokens) {
        const auto id =
            ids_.try_emplace(token, static_cast<TokenId>(ids_.size() + 1)).first->second;
        const auto fresh = static_cast<std::uint32_t>(leaves_at_.size());
        const auto [found, added] = next_.try_emplace(edge(node, id), fresh);
        if (added) leaves_at_.emplace_back();
        node = found->second;
    }
    auto& leaves = leaves_at_[node];
    if (std::ranges::find(leaves, leaf) == leaves.end()) leaves.push_back(leaf);
}

std::vector<WordIndex::TokenId> WordIndex::ids_of(
    const std::vector<text::Token>& tokens, std::string_view view
) const {
    std::vector<TokenId> out;
    out.reserve(tokens.size());
    for (const text::Token& token : tokens) {
        const auto found = ids_.find(view.substr(token.begin, token.end - token.begin));
        out.push_back(found == ids_.end() ? 0 : found->second);
    }
    return out;
}

std::vector<WordHit> WordIndex::find(const std::vector<text::Token>& tokens, std::string_view view)
    const {
    std::vector<WordHit> hits;
    if (empty()) return hits;
    const std::vector<TokenId> ids = ids_of(tokens, view);
    for (std::size_t first = 0; first < ids.size(); ++first) {
        std::uint32_t node = 0;
        for (std::size_t at = first; at < ids.size() && ids[at] != 0; ++at) {
            const auto step = next_.find(edge(node, ids[at]));
            if (step == next_.end()) break;
            node = step->second;
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
