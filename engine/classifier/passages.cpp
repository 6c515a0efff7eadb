// Sums over windows, and how much of them is ordinary.

#include "engine/classifier/passages.h"

#include "engine/classifier/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace chaffinch::classifier {
namespace {

/// A text has to be so many times as long as a passage to hide it.
constexpr std::size_t hiding = 2;

/// Excesses that the tail of their distribution is fitted to: this share, and no fewer than that.
constexpr double tail_share = 0.1;
constexpr std::size_t least_tail = 8;

double normalised(double sum, std::size_t features) {
    return sum / std::sqrt(static_cast<double>(features));
}

struct Window {
    double sum = 0;
    std::size_t begin = 0;
};

Window worst_window(std::span<const double> body, std::size_t size) {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += body[i];
    Window worst{sum, 0};
    for (std::size_t end = size; end < body.size(); ++end) {
        sum += body[end] - body[end - size];
        if (sum > worst.sum) worst = {sum, end - size + 1};
    }
    return worst;
}

/// Chunks by their sums, the worst `chunks_kept` first; memory of the thread, used again.
std::span<const std::pair<double, std::size_t>> worst_chunks(std::span<const double> body) {
    thread_local std::vector<std::pair<double, std::size_t>> chunks;
    chunks.clear();
    for (std::size_t begin = 0; begin + chunk_size <= body.size(); begin += chunk_size) {
        double sum = 0;
        for (std::size_t i = begin; i < begin + chunk_size; ++i) sum += body[i];
        chunks.emplace_back(sum, begin);
    }
    const auto kept = chunks.begin() + static_cast<std::ptrdiff_t>(chunks_kept);
    std::ranges::partial_sort(chunks, kept, std::ranges::greater{});
    return {chunks.data(), chunks_kept};
}

/// What a value exceeds with a chance of `chance`, when `values` were seen among `of` comments, the
/// others having none; at least 0. Beyond the largest tenth the tail is taken as exponential
/// (peaks over threshold, Pickands 1975): a few hundred comments do not show a quantile of 1 in
/// 2,000. Too few values: what nothing exceeds.
double exceeded_by(std::vector<double>& values, std::size_t of, double chance) {
    if (values.size() <= least_tail) return no_margins.front();
    const auto share = static_cast<std::size_t>(tail_share * static_cast<double>(values.size()));
    const std::size_t count = std::max(least_tail, share);
    std::ranges::nth_element(
        values, values.begin() + static_cast<std::ptrdiff_t>(count), std::ranges::greater{}
    );
    const double threshold = values[count];
    double mean = 0;
    for (std::size_t i = 0; i < count; ++i)
        mean += (values[i] - threshold) / static_cast<double>(count);
    const double of_tail = static_cast<double>(count) / static_cast<double>(of);
    return std::max(0.0, threshold + mean * std::log(std::max(1.0, of_tail / chance)));
}

bool has_scattered(std::size_t body) {
    return body > hiding * chunk_size * chunks_kept;
}

}  // namespace

Passages worst_passages(std::span<const double> evidence, std::size_t body) {
    Passages worst;
    worst.fill(no_passage);
    if (body <= hiding * window_sizes.front()) return worst;
    double rest = 0;
    for (const double one : evidence.subspan(body)) rest += one;
    const std::size_t others = evidence.size() - body;
    const std::span<const double> words = evidence.first(body);
    for (std::size_t kind = 0; kind < window_sizes.size(); ++kind) {
        const std::size_t size = window_sizes.at(kind);
        if (body <= hiding * size) continue;
        worst.at(kind) =
            static_cast<float>(normalised(rest + worst_window(words, size).sum, size + others));
    }
    if (has_scattered(body)) {
        double sum = rest;
        for (const auto& chunk : worst_chunks(words)) sum += chunk.first;
        worst.back() = static_cast<float>(normalised(sum, chunk_size * chunks_kept + others));
    }
    return worst;
}

PassageMembers members_of_worst(
    std::span<const double> evidence, std::size_t body, std::size_t kind
) {
    PassageMembers found{std::vector<bool>(evidence.size(), false), 0};
    const auto take = [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) found.member[i] = true;
        found.count += end - begin;
    };
    take(body, evidence.size());
    const std::span<const double> words = evidence.first(body);
    if (kind < window_sizes.size()) {
        const std::size_t size = window_sizes.at(kind);
        const std::size_t begin = worst_window(words, size).begin;
        take(begin, begin + size);
    } else {
        for (const auto& chunk : worst_chunks(words)) take(chunk.second, chunk.second + chunk_size);
    }
    return found;
}

Margins fit_margins(std::span<const Prequential> log, double slope, double offset) {
    Margins margins = no_margins;
    std::size_t wanted = 0;
    std::array<std::vector<double>, passage_kinds> excess;
    for (const Prequential& entry : log) {
        if (entry.positive) continue;
        ++wanted;
        // What the whole text holds anyway is not lost for a passage. So spam that was called
        // wanted by mistake does not silence passages.
        if (slope * entry.z + offset >= hold_points) continue;
        for (std::size_t kind = 0; kind < passage_kinds; ++kind) {
            const float z = entry.passages.at(kind);
            if (z == no_passage) continue;
            excess.at(kind).push_back(slope * static_cast<double>(z) + offset - hold_points);
        }
    }
    if (wanted < wanted_for_margins) return margins;
    const double lost = passage_budget / static_cast<double>(passage_kinds);
    for (std::size_t kind = 0; kind < passage_kinds; ++kind) {
        margins.at(kind) = exceeded_by(excess.at(kind), wanted, lost);
    }
    return margins;
}

Raised raised_by_passages(
    double z, const Passages& passages, const Margins& margins, double slope, double offset
) {
    std::size_t most = passage_kinds;
    double excess = 0;
    for (std::size_t i = 0; i < passage_kinds; ++i) {
        const double said = slope * static_cast<double>(passages.at(i)) + offset - margins.at(i);
        if (said - hold_points < excess) continue;
        excess = said - hold_points;
        most = i;
    }
    // Below the threshold a passage says nothing: scores stay what calibration made them.
    if (z >= hold_points || most == passage_kinds) return {z, passage_kinds};
    return {hold_points, most};
}

}  // namespace chaffinch::classifier
