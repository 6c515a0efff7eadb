// Building: a trie of the heads, then breadth first its failure transitions filled in.

#include "engine/rules/literal_index.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace chaffinch::rules {

/// Rows without padding, in the order in which the literals grew them.
struct LiteralIndex::Trie {
    struct Node {
        std::vector<std::uint16_t> literals{};  ///< whose head ends here
        State suffix = 0;                       ///< where to go on when no edge fits
        State shorter = none;                   ///< the longest proper suffix at which a head ends
        bool leaf = true;

        [[nodiscard]] bool ends() const { return !literals.empty() || shorter != none; }
    };

    std::size_t width = 1;
    std::vector<State> next{};  ///< at `state * width + class`
    std::vector<Node> nodes{};
    std::vector<State> order{};  ///< breadth first

    explicit Trie(std::size_t classes) : width(classes), next(classes, 0), nodes(1) {}

    /// 0 means "no edge": nothing leads back to the root.
    State step_or_grow(State state, std::size_t its_class) {
        const std::size_t edge = state * width + its_class;
        if (next[edge] == 0) {
            assert(nodes.size() < none);
            next[edge] = static_cast<State>(nodes.size());
            nodes[state].leaf = false;
            nodes.emplace_back();
            next.resize(next.size() + width, 0);
        }
        return next[edge];
    }

    /// Fills in where to go when no edge fits.
    void complete() {
        order.assign(1, 0);
        order.reserve(nodes.size());
        for (std::size_t place = 0; place < order.size(); ++place) {
            const State state = order[place];
            const State behind = nodes[state].suffix;
            if (state != 0) {
                nodes[state].shorter =
                    nodes[behind].literals.empty() ? nodes[behind].shorter : behind;
            }
            for (std::size_t c = 0; c < width; ++c) {
                State& target = next[state * width + c];
                const State fallback = state == 0 ? State{0} : next[behind * width + c];
                if (target == 0) {
                    target = fallback;
                } else {
                    nodes[target].suffix = fallback;
                    order.push_back(target);
                }
            }
        }
    }
};

LiteralIndex::LiteralIndex(std::span<const std::string> literals) : literals_(literals.size()) {
    assign_classes(literals);
    Trie trie(width_);
    for (std::size_t number = 0; number < literals.size(); ++number) {
        State state = 0;
        for (const char byte : literals[number].substr(0, head_bytes)) {
            state = trie.step_or_grow(state, class_of(byte));
        }
        trie.nodes[state].literals.push_back(static_cast<std::uint16_t>(number));
    }
    trie.complete();
    lay_out(trie, literals);
}

/// The bytes that literals hold most often first: ordinary text is made of the same ones.
void LiteralIndex::assign_classes(std::span<const std::string> literals) {
    std::array<std::size_t, 256> uses{};
    for (const std::string& literal : literals) {
        for (const char byte : literal) ++uses[static_cast<unsigned char>(byte)];
    }
    std::vector<std::size_t> bytes;
    for (std::size_t byte = 0; byte < uses.size(); ++byte) {
        if (uses[byte] > 0) bytes.push_back(byte);
    }
    std::ranges::sort(bytes, [&](std::size_t x, std::size_t y) {
        return uses[x] != uses[y] ? uses[x] > uses[y] : x < y;
    });
    for (const std::size_t byte : bytes) class_of_[byte] = static_cast<std::uint8_t>(width_++);
    for (unsigned capital = 'A'; capital <= 'Z'; ++capital) {
        class_of_[capital] = class_of_[capital + ('a' - 'A')];
    }
    lines_a_row_ = (width_ + cells - 1) / cells;
}

/// Inner states where no head ends, inner states where one does, leaves; each breadth first, so
/// that rows that text visits often, near the root, lie side by side.
void LiteralIndex::lay_out(const Trie& trie, std::span<const std::string> literals) {
    std::vector<State> sorted;
    sorted.reserve(trie.order.size());
    const auto take = [&](bool leaf, bool ends) {
        for (const State state : trie.order) {
            const bool is_leaf = state != 0 && trie.nodes[state].leaf;
            if (is_leaf == leaf && trie.nodes[state].ends() == ends) sorted.push_back(state);
        }
    };
    take(false, false);
    first_ending_ = sorted.size();
    take(false, true);
    rows_ = sorted.size();
    take(true, true);  // a leaf ends the literal that grew it
    std::vector<State> number(sorted.size());
    for (std::size_t at = 0; at < sorted.size(); ++at) number[sorted[at]] = static_cast<State>(at);

    next_.resize(rows_ * lines_a_row_);
    for (std::size_t row = 0; row < rows_; ++row) {
        for (std::size_t c = 0; c < width_; ++c) {
            const State target = trie.next[sorted[row] * width_ + c];
            next_[row * lines_a_row_ + c / cells].next.at(c % cells) = number[target];
        }
    }
    for (std::size_t at = first_ending_; at < sorted.size(); ++at) {
        const Trie::Node& node = trie.nodes[sorted[at]];
        Ending ending{.first_tail = static_cast<std::uint32_t>(tails_.size())};
        ending.tails = static_cast<std::uint16_t>(node.literals.size());
        if (node.shorter != none) ending.shorter = number[node.shorter];
        for (const std::uint16_t literal : node.literals) {
            const std::string_view whole = literals[literal];
            const std::string_view tail = whole.substr(std::min(whole.size(), head_bytes));
            assert(tail.size() <= most_literal_bytes);
            tails_.push_back(
                {.literal = literal,
                 .size = static_cast<std::uint8_t>(tail.size()),
                 .first = tail.empty() ? std::uint8_t{0} : class_of(tail.front()),
                 .begin = static_cast<std::uint32_t>(tail_classes_.size())}
            );
            for (const char byte : tail) tail_classes_.push_back(class_of(byte));
            ending.may_follow |= tail.empty() ? ~std::uint64_t{0}
                                              : std::uint64_t{1} << (class_of(tail.front()) % 64U);
        }
        endings_.push_back(ending);
        if (at < rows_) continue;
        State behind = node.suffix;
        while (behind != 0 && trie.nodes[behind].leaf) behind = trie.nodes[behind].suffix;
        row_of_leaf_.push_back(number[behind]);
    }
}

}  // namespace chaffinch::rules
