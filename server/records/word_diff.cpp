// Myers' greedy algorithm over words: An O(ND) Difference Algorithm, Algorithmica 1 (1986).

#include "server/records/word_diff.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace chaffinch {

namespace {

/// Bounds time at 500 * (words) and the kept frontiers at 500^2 / 2 numbers, 2 MB.
constexpr std::ptrdiff_t most_changes = 500;

using Words = std::vector<std::string_view>;

enum class Kind : std::uint8_t { word, space, mark };

Kind kind_of(char c) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) return Kind::space;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    const bool beyond_ascii = (static_cast<unsigned char>(c) & 0x80U) != 0;
    return letter || digit || beyond_ascii ? Kind::word : Kind::mark;
}

Words words_of(std::string_view text) {
    Words words;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const Kind kind = kind_of(text[begin]);
        std::size_t end = begin + 1;
        while (kind != Kind::mark && end < text.size() && kind_of(text[end]) == kind) ++end;
        words.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

void append(std::vector<DiffPart>& parts, DiffOp op, std::string_view text) {
    if (text.empty()) return;
    if (parts.empty() || parts.back().op != op) parts.push_back({op, {}});
    parts.back().text += text;
}

/// Furthest reaching x on each diagonal k = x - y, after each number of changes.
class Frontiers {
  public:
    Frontiers(const Words& before, const Words& after) : before_(before), after_(after) {}

    /// Number of changes, or nullopt when there are more than `most_changes`.
    std::optional<std::ptrdiff_t> search() {
        const auto n = std::ssize(before_);
        const auto m = std::ssize(after_);
        for (std::ptrdiff_t changes = 0; changes <= std::min(n + m, most_changes); ++changes) {
            kept_.emplace_back(static_cast<std::size_t>(2 * changes + 1), 0);
            for (std::ptrdiff_t k = -changes; k <= changes; k += 2) {
                const std::ptrdiff_t x = slide(start_of(changes, k), k);
                at(changes, k) = x;
                if (x >= n && x - k >= m) return changes;
            }
        }
        return std::nullopt;
    }

    /// The operations in order, walked back from the end: one word each.
    [[nodiscard]] std::vector<DiffOp> path(std::ptrdiff_t changes) {
        std::vector<DiffOp> backwards;
        std::ptrdiff_t x = std::ssize(before_);
        std::ptrdiff_t y = std::ssize(after_);
        for (; changes > 0; --changes) {
            const std::ptrdiff_t k = x - y;
            const bool added = comes_from_above(changes, k);
            const std::ptrdiff_t from_k = added ? k + 1 : k - 1;
            const std::ptrdiff_t from_x = at(changes - 1, from_k);
            const std::ptrdiff_t stop = added ? from_x : from_x + 1;
            for (; x > stop; --x, --y) backwards.push_back(DiffOp::same);
            backwards.push_back(added ? DiffOp::added : DiffOp::removed);
            x = from_x;
            y = from_x - from_k;
        }
        backwards.insert(backwards.end(), static_cast<std::size_t>(x), DiffOp::same);
        std::ranges::reverse(backwards);
        return backwards;
    }

  private:
    std::ptrdiff_t& at(std::ptrdiff_t changes, std::ptrdiff_t k) {
        return kept_[static_cast<std::size_t>(changes)][static_cast<std::size_t>(k + changes)];
    }

    bool comes_from_above(std::ptrdiff_t changes, std::ptrdiff_t k) {
        if (k == -changes) return true;
        if (k == changes) return false;
        return at(changes - 1, k - 1) < at(changes - 1, k + 1);
    }

    std::ptrdiff_t start_of(std::ptrdiff_t changes, std::ptrdiff_t k) {
        if (changes == 0) return 0;
        return comes_from_above(changes, k) ? at(changes - 1, k + 1) : at(changes - 1, k - 1) + 1;
    }

    [[nodiscard]] std::ptrdiff_t slide(std::ptrdiff_t x, std::ptrdiff_t k) const {
        const auto n = std::ssize(before_);
        const auto m = std::ssize(after_);
        while (x < n && x - k < m &&
               before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(x - k)]) {
            ++x;
        }
        return x;
    }

    const Words& before_;
    const Words& after_;
    std::vector<std::vector<std::ptrdiff_t>> kept_{};
};

void append_changes(std::vector<DiffPart>& parts, const Words& before, const Words& after) {
    Frontiers frontiers(before, after);
    const auto changes = frontiers.search();
    if (!changes) {
        for (const std::string_view word : before) append(parts, DiffOp::removed, word);
        for (const std::string_view word : after) append(parts, DiffOp::added, word);
        return;
    }
    std::size_t x = 0;
    std::size_t y = 0;
    for (const DiffOp op : frontiers.path(*changes)) {
        append(parts, op, op == DiffOp::added ? after[y] : before[x]);
        if (op != DiffOp::added) ++x;
        if (op != DiffOp::removed) ++y;
    }
}

}  // namespace

std::string_view name(DiffOp op) {
    switch (op) {
        case DiffOp::same:
            return "same";
        case DiffOp::removed:
            return "removed";
        case DiffOp::added:
            return "added";
    }
    return "";
}

std::vector<DiffPart> word_diff(std::string_view before, std::string_view after) {
    const Words old_words = words_of(before);
    const Words new_words = words_of(after);
    const auto begin = std::ranges::mismatch(old_words, new_words);
    const auto head = static_cast<std::size_t>(begin.in1 - old_words.begin());
    std::size_t tail = 0;
    while (tail < std::min(old_words.size(), new_words.size()) - head &&
           old_words[old_words.size() - 1 - tail] == new_words[new_words.size() - 1 - tail]) {
        ++tail;
    }
    std::vector<DiffPart> parts;
    for (std::size_t i = 0; i < head; ++i) append(parts, DiffOp::same, old_words[i]);
    append_changes(
        parts,
        Words(begin.in1, old_words.end() - static_cast<std::ptrdiff_t>(tail)),
        Words(begin.in2, new_words.end() - static_cast<std::ptrdiff_t>(tail))
    );
    for (std::size_t i = old_words.size() - tail; i < old_words.size(); ++i) {
        append(parts, DiffOp::same, old_words[i]);
    }
    return parts;
}

}  // namespace chaffinch
