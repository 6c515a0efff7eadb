// The walk: sets of positions over texts made of the pattern's own characters.

#include "engine/rules/pattern_work.h"

#include "engine/rules/pattern_automaton.h"

#include <algorithm>
#include <random>
#include <unordered_set>
#include <vector>

namespace chaffinch::rules {

namespace {

/// One character of each class that the pattern tells apart; texts are made of these.
std::vector<std::size_t> telling_symbols(const PatternAutomaton& automaton) {
    std::vector<std::size_t> out;
    std::unordered_set<std::size_t> columns;
    for (std::size_t symbol = 0; symbol < symbols; ++symbol) {
        std::size_t column = 0;
        for (const Symbols& accepts : automaton.accepts) {
            column = column * 1'099'511'628'211U + (accepts.test(symbol) ? 2U : 1U);
        }
        if (columns.insert(column).second) out.push_back(symbol);
    }
    return out;
}

/// Walks one text; `pick` names its n-th character.
template <class Pick>
std::size_t walk(const PatternAutomaton& automaton, Pick pick) {
    constexpr std::size_t share_of_a_state = 16;
    constexpr std::size_t scale = 16 * 1'024 / work_text_chars;
    std::unordered_set<Positions> seen;
    Positions now = automaton.first;
    std::size_t work = 0;
    for (std::size_t n = 0; n < work_text_chars && work * scale <= max_pattern_work; ++n) {
        const std::size_t symbol = pick(n);
        Positions next = automaton.first;
        for (std::size_t p = now._Find_first(); p < automaton.accepts.size();
             p = now._Find_next(p)) {
            if (automaton.accepts[p].test(symbol)) next |= automaton.follow[p];
        }
        now = next;
        if (seen.insert(now).second) work += share_of_a_state + now.count();
    }
    return work * scale;
}

}  // namespace

std::size_t pattern_work(std::string_view pattern) {
    const PatternAutomaton automaton = read_pattern(pattern);
    if (automaton.overflow) return max_pattern_work + 1;
    const std::vector<std::size_t> telling = telling_symbols(automaton);
    std::size_t worst = 0;
    std::minstd_rand random(20'260'102);
    const auto any = [&](std::size_t) { return telling[random() % telling.size()]; };
    worst = std::max(worst, walk(automaton, any));
    // Runs of one character that change now and then keep counted repetitions under way.
    std::size_t held = telling.front();
    const auto runs = [&](std::size_t) {
        if (random() % 8 == 0) held = telling[random() % telling.size()];
        return held;
    };
    worst = std::max(worst, walk(automaton, runs));
    // The text that stays inside the pattern as long as it can, with two choices at each step.
    std::vector<std::size_t> common;
    std::vector<std::size_t> order = telling;
    const auto accepted = [&](std::size_t symbol) {
        return std::ranges::count_if(automaton.accepts, [&](const Symbols& a) {
            return a.test(symbol);
        });
    };
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return accepted(a) != accepted(b) ? accepted(a) > accepted(b) : a < b;
    });
    for (std::size_t i = 0; i < std::min<std::size_t>(2, order.size()); ++i)
        common.push_back(order[i]);
    const auto inside = [&](std::size_t) { return common[random() % common.size()]; };
    return std::max(worst, walk(automaton, inside));
}

}  // namespace chaffinch::rules
