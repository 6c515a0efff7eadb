// Building: a trie of the literals, then breadth first its failure transitions filled in.

#include "engine/rules/literal_index.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace chaffinch::rules {

LiteralIndex::LiteralIndex(std::span<const std::string> literals) : literals_(literals.size()) {
    assign_classes(literals);
    next_.assign(width_, 0);
    literal_at_.assign(1, none);
    for (std::size_t number = 0; number < literals.size(); ++number) {
        State state = 0;
        for (const char byte : literals[number]) state = step_or_grow(state, byte);
        literal_at_[state] = static_cast<std::uint16_t>(number);
    }
    renumber(complete());
}

void LiteralIndex::assign_classes(std::span<const std::string> literals) {
    for (const std::string& literal : literals) {
        for (const char byte : literal) {
            std::uint8_t& its_class = class_of_[static_cast<unsigned char>(byte)];
            if (its_class == 0) its_class = static_cast<std::uint8_t>(width_++);
        }
    }
    for (unsigned capital = 'A'; capital <= 'Z'; ++capital) {
        class_of_[capital] = class_of_[capital + ('a' - 'A')];
    }
}

/// In the trie 0 means "no edge": nothing leads back to the root.
LiteralIndex::State LiteralIndex::step_or_grow(State state, char byte) {
    const std::size_t edge = state * width_ + class_of_[static_cast<unsigned char>(byte)];
    if (next_[edge] == 0) {
        assert(literal_at_.size() < none);
        next_[edge] = static_cast<State>(literal_at_.size());
        literal_at_.push_back(none);
        next_.resize(next_.size() + width_, 0);
    }
    return next_[edge];
}

/// Fills in where to go when no edge fits; returns the states breadth first.
std::vector<LiteralIndex::State> LiteralIndex::complete() {
    const std::size_t states = literal_at_.size();
    std::vector<State> suffix(states, 0);
    shorter_.assign(states, none);
    std::vector<State> order{0};
    order.reserve(states);
    for (std::size_t at = 0; at < order.size(); ++at) {
        const State state = order[at];
        const State behind = suffix[state];
        if (state != 0) shorter_[state] = literal_at_[behind] != none ? behind : shorter_[behind];
        for (std::size_t c = 0; c < width_; ++c) {
            State& target = next_[state * width_ + c];
            const State fallback = state == 0 ? State{0} : next_[behind * width_ + c];
            if (target == 0) {
                target = fallback;
            } else {
                suffix[target] = fallback;
                order.push_back(target);
            }
        }
    }
    return order;
}

/// States in the order given, those where a literal ends behind all others: rows that text visits
/// often, near the root, lie side by side.
void LiteralIndex::renumber(const std::vector<State>& order) {
    const auto ends = [this](State state) {
        return literal_at_[state] != none || shorter_[state] != none;
    };
    std::vector<State> sorted;
    sorted.reserve(order.size());
    std::ranges::copy_if(order, std::back_inserter(sorted), [&](State s) { return !ends(s); });
    first_ending_ = sorted.size();
    std::ranges::copy_if(order, std::back_inserter(sorted), ends);
    std::vector<State> number(sorted.size());
    for (std::size_t at = 0; at < sorted.size(); ++at) number[sorted[at]] = static_cast<State>(at);
    std::vector<State> next(next_.size());
    std::vector<std::uint16_t> literal_at(sorted.size());
    std::vector<State> shorter(sorted.size());
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        const State old = sorted[at];
        for (std::size_t c = 0; c < width_; ++c) {
            next[at * width_ + c] = number[next_[old * width_ + c]];
        }
        literal_at[at] = literal_at_[old];
        shorter[at] = shorter_[old] == none ? none : number[shorter_[old]];
    }
    next_ = std::move(next);
    literal_at_ = std::move(literal_at);
    shorter_ = std::move(shorter);
}

}  // namespace chaffinch::rules
