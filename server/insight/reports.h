// Reports over counts: pure functions of what the store has added up.

#pragma once

#include "server/store/insight.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::insight {

using Tallies = std::vector<store::Tally>;

/// Counts of one stretch of time, by name.
struct Stretch {
    Timestamp begin{};
    std::map<std::string, std::int64_t> counts{};
};

/// Sums by stretches of `step` from `from` to `to`; stretches without any count are there too, at
/// most 1,000 of them.
std::vector<Stretch> by_stretch(
    const Tallies& tallies, Timestamp from, Timestamp to, std::chrono::milliseconds step
);

/// Sums over all time.
std::map<std::string, std::int64_t> by_name(const Tallies& tallies);

/// The wait in seconds below which the share `part` of first decisions came; nullopt without any.
/// Within a bucket (a quarter of an octave) the waits count as evenly spread.
std::optional<double> wait_quantile(const std::map<std::string, std::int64_t>& waits, double part);

/// Of decisions on what the engine would approve or reject, those that say the same.
struct Agreement {
    std::int64_t same = 0;
    std::int64_t differ = 0;

    [[nodiscard]] std::optional<double> share() const;
};

/// `opinions`: "<outcome>:<judgement>". What was held is no opinion of the engine.
Agreement agreement_with_engine(const std::map<std::string, std::int64_t>& opinions);
Agreement agreement_of_people(const std::map<std::string, std::int64_t>& people);

/// Judgements of people on comments by the engine's score.
struct JudgedScore {
    int bucket = 0;
    std::int64_t approved = 0;
    std::int64_t rejected = 0;
};

/// In order of score.
std::vector<JudgedScore> judged_scores(const std::map<std::string, std::int64_t>& tallies);

/// Population stability index between two distributions over the same buckets: sum of (p - q) *
/// ln(p / q). Below 0.1 nothing changed, over 0.25 much did (Siddiqi, Credit Risk Scorecards,
/// 2006). Half a count is added to every bucket, so that an empty one does not make it infinite.
/// nullopt when either has fewer than 200 counts, of which the index says nothing.
std::optional<double> stability_index(
    const std::map<std::string, std::int64_t>& before,
    const std::map<std::string, std::int64_t>& now
);

inline constexpr std::int64_t fewest_for_stability = 200;

}  // namespace chaffinch::insight
