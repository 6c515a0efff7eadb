// Bit-parallel longest common subsequences, passage by passage.

#include "engine/context/ordered_overlap.h"

#include <algorithm>
#include <bit>

namespace chaffinch::context {

namespace {

/// The comment as bit masks, and the article's sentences as rows of them.
class Pattern {
  public:
    Pattern(std::span<const std::uint64_t> word_ids, const ArticleProfile& profile)
        : width_((word_ids.size() + 63) / 64), row_of_(profile.distinct_words(), absent) {
        for (std::size_t i = 0; i < word_ids.size(); ++i) {
            if (word_ids[i] >= row_of_.size()) continue;
            std::uint32_t& row = row_of_[word_ids[i]];
            if (row == absent) {
                row = static_cast<std::uint32_t>(masks_.size() / width_);
                masks_.resize(masks_.size() + width_, 0);
            }
            masks_[row * width_ + i / 64] |= std::uint64_t{1} << (i % 64);
        }
    }

    /// The words of the sentence that the comment has too, in order, as rows of the masks.
    void append_rows(const std::vector<std::uint32_t>& sentence, std::vector<std::uint32_t>& rows)
        const {
        for (const std::uint32_t id : sentence) {
            if (row_of_[id] != absent) rows.push_back(row_of_[id]);
        }
    }

    [[nodiscard]] std::size_t width() const { return width_; }

    [[nodiscard]] std::span<const std::uint64_t> masks() const { return masks_; }

  private:
    static constexpr std::uint32_t absent = 0xFFFFFFFF;

    std::size_t width_;
    std::vector<std::uint32_t> row_of_;  ///< by word id of the article
    std::vector<std::uint64_t> masks_;
};

/// Where each sentence begins: in words of the article, and in shared words.
struct Borders {
    std::vector<std::size_t> words{0};
    std::vector<std::size_t> rows{0};
};

}  // namespace

std::size_t common_subsequence(
    std::span<const std::uint64_t> masks, std::size_t width, std::span<const std::uint32_t> text
) {
    std::vector<std::uint64_t> state(width, ~std::uint64_t{0});
    for (const std::uint32_t row : text) {
        std::uint64_t carry = 0;
        for (std::size_t w = 0; w < width; ++w) {
            const std::uint64_t matches = state[w] & masks[row * width + w];
            const std::uint64_t partial = state[w] + matches;
            const std::uint64_t sum = partial + carry;
            carry = (partial < state[w] || sum < partial) ? 1U : 0U;
            state[w] = sum | (state[w] & ~matches);
        }
    }
    std::size_t length = 0;
    for (const std::uint64_t word : state) length += static_cast<std::size_t>(std::popcount(~word));
    return length;
}

double ordered_overlap(std::span<const std::uint64_t> word_ids, const ArticleProfile& profile) {
    word_ids = word_ids.first(std::min(word_ids.size(), most_overlap_words));
    const auto& sentences = profile.sentences();
    if (word_ids.empty() || sentences.empty()) return 0;
    const Pattern pattern(word_ids, profile);
    std::vector<std::uint32_t> rows;
    Borders borders;
    for (const std::vector<std::uint32_t>& sentence : sentences) {
        pattern.append_rows(sentence, rows);
        borders.words.push_back(borders.words.back() + sentence.size());
        borders.rows.push_back(rows.size());
    }
    std::size_t best = 0;
    // Passages overlap by three quarters of the comment's length at least, and no place lies in
    // more than a handful of them, which keeps long comments under long articles linear.
    const std::size_t stride = word_ids.size() / 4;
    std::size_t next = 0;
    std::size_t last = 0;
    for (std::size_t first = 0; first < sentences.size(); ++first) {
        if (borders.words[first] < next) continue;
        next = borders.words[first] + stride;
        last = std::max(last, std::min(first + 2, sentences.size()));
        while (last < sentences.size() &&
               borders.words[last] - borders.words[first] < word_ids.size()) {
            ++last;
        }
        const std::size_t shared = borders.rows[last] - borders.rows[first];
        if (shared <= best) continue;
        const auto passage = std::span(rows).subspan(borders.rows[first], shared);
        best = std::max(best, common_subsequence(pattern.masks(), pattern.width(), passage));
    }
    return static_cast<double>(best) / static_cast<double>(word_ids.size());
}

}  // namespace chaffinch::context
