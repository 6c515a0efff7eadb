// Sums, quantiles, shares.

#include "server/insight/reports.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>

namespace chaffinch::insight {

namespace {

constexpr std::size_t most_stretches = 1'000;

/// "-3" or "4:approve" to its number; nullopt for anything else.
std::optional<int> number_before(std::string_view name, char end) {
    const std::string_view digits = name.substr(0, name.find(end));
    int number = 0;
    const auto [stop, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc{} || stop != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::int64_t count_of(const std::map<std::string, std::int64_t>& counts, const char* name) {
    const auto found = counts.find(name);
    return found == counts.end() ? 0 : found->second;
}

std::int64_t sum_of(const std::map<std::string, std::int64_t>& counts) {
    std::int64_t sum = 0;
    for (const auto& [name, count] : counts) sum += std::max<std::int64_t>(0, count);
    return sum;
}

}  // namespace

std::vector<Stretch> by_stretch(
    const Tallies& tallies, Timestamp from, Timestamp to, std::chrono::milliseconds step
) {
    std::vector<Stretch> stretches;
    for (Timestamp at = from; at < to && stretches.size() < most_stretches; at += step) {
        stretches.push_back({.begin = at});
    }
    for (const store::Tally& tally : tallies) {
        if (tally.slot < from) continue;
        const auto place = static_cast<std::size_t>((tally.slot - from) / step);
        if (place < stretches.size()) stretches[place].counts[tally.name] += tally.count;
    }
    return stretches;
}

std::map<std::string, std::int64_t> by_name(const Tallies& tallies) {
    std::map<std::string, std::int64_t> sums;
    for (const store::Tally& tally : tallies) sums[tally.name] += tally.count;
    return sums;
}

std::optional<double> wait_quantile(const std::map<std::string, std::int64_t>& waits, double part) {
    std::map<int, std::int64_t> ordered;
    for (const auto& [name, count] : waits) {
        const auto bucket = number_before(name, '\0');
        if (bucket && count > 0) ordered[*bucket] += count;
    }
    std::int64_t total = 0;
    for (const auto& [bucket, count] : ordered) total += count;
    if (total == 0) return std::nullopt;
    const double wanted = part * static_cast<double>(total);
    double below = 0;
    double last = 0;
    for (const auto& [bucket, count] : ordered) {
        const double begin = store::wait_bucket_begin(bucket);
        const double end = store::wait_bucket_begin(bucket + 1);
        const auto many = static_cast<double>(count);
        if (below + many >= wanted) return begin + (end - begin) * (wanted - below) / many;
        below += many;
        last = end;
    }
    return last;
}

std::optional<double> Agreement::share() const {
    if (same + differ <= 0) return std::nullopt;
    return static_cast<double>(same) / static_cast<double>(same + differ);
}

Agreement agreement_with_engine(const std::map<std::string, std::int64_t>& opinions) {
    return {
        .same = count_of(opinions, "approve:approve") + count_of(opinions, "reject:reject"),
        .differ = count_of(opinions, "approve:reject") + count_of(opinions, "reject:approve")
    };
}

Agreement agreement_of_people(const std::map<std::string, std::int64_t>& people) {
    return {.same = count_of(people, "same"), .differ = count_of(people, "differ")};
}

std::vector<JudgedScore> judged_scores(const std::map<std::string, std::int64_t>& tallies) {
    std::map<int, JudgedScore> by_bucket;
    for (const auto& [name, count] : tallies) {
        const auto bucket = number_before(name, ':');
        if (!bucket) continue;
        JudgedScore& judged = by_bucket[*bucket];
        judged.bucket = *bucket;
        (name.ends_with(":approve") ? judged.approved : judged.rejected) += count;
    }
    std::vector<JudgedScore> ordered;
    for (const auto& [bucket, judged] : by_bucket) {
        if (judged.approved > 0 || judged.rejected > 0) ordered.push_back(judged);
    }
    return ordered;
}

std::optional<double> stability_index(
    const std::map<std::string, std::int64_t>& before,
    const std::map<std::string, std::int64_t>& now
) {
    const std::int64_t then_total = sum_of(before);
    const std::int64_t now_total = sum_of(now);
    if (then_total < fewest_for_stability || now_total < fewest_for_stability) return std::nullopt;
    std::set<std::string> names;
    for (const auto& [name, count] : before) names.insert(name);
    for (const auto& [name, count] : now) names.insert(name);
    const double extra = 0.5 * static_cast<double>(names.size());
    const auto part = [extra](const auto& counts, const std::string& name, std::int64_t total) {
        const auto found = counts.find(name);
        const auto count = found == counts.end() ? 0 : std::max<std::int64_t>(0, found->second);
        return (static_cast<double>(count) + 0.5) / (static_cast<double>(total) + extra);
    };
    double index = 0;
    for (const std::string& name : names) {
        const double p = part(now, name, now_total);
        const double q = part(before, name, then_total);
        index += (p - q) * std::log(p / q);
    }
    return index;
}

}  // namespace chaffinch::insight
