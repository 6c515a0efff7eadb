// Group sums and the total.

#include "engine/policy/score.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace chaffinch::policy {

namespace {

using Micropoints = std::int64_t;
constexpr double micropoints_a_point = 1e6;

struct Group {
    Micropoints sum = 0;
    Micropoints cap = std::numeric_limits<Micropoints>::max();
    Micropoints floor = std::numeric_limits<Micropoints>::min();

    [[nodiscard]] Micropoints bounded() const { return std::clamp(sum, floor, cap); }
};

/// Within +-weight_limit; a sum of them cannot overflow below 2^33 signals.
Micropoints micropoints(double points) {
    if (std::isnan(points)) return 0;
    return std::llround(std::clamp(points, -weight_limit, weight_limit) * micropoints_a_point);
}

double points(Micropoints amount) {
    return static_cast<double>(amount) / micropoints_a_point;
}

void narrow(Group& group, double cap, double floor) {
    if (cap > 0) group.cap = std::min(group.cap, micropoints(cap));
    if (floor < 0) group.floor = std::max(group.floor, micropoints(floor));
}

/// (source is the classifier, group name): the classifier's signals never share a rule's group.
using GroupKey = std::pair<bool, std::string_view>;

GroupKey key_of(const Signal& signal) {
    const bool classifier = signal.source == SignalSource::classifier;
    return {classifier, classifier ? std::string_view{} : std::string_view{signal.group}};
}

std::map<GroupKey, Group> group_sums(const Signals& signals, const Policy& policy) {
    std::map<GroupKey, Group> groups;
    for (const Signal& signal : signals) {
        if (signal.shadow) continue;
        const GroupKey key = key_of(signal);
        Group& group = groups[key];
        group.sum += micropoints(signal.weight);
        if (!key.second.empty()) narrow(group, signal.group_cap, signal.group_floor);
    }
    if (const auto classifier = groups.find({true, {}}); classifier != groups.end()) {
        const Micropoints cap = std::max(Micropoints{0}, micropoints(policy.classifier_cap));
        classifier->second.cap = cap;
        classifier->second.floor = -cap;
    }
    return groups;
}

/// The signal's part of its group's bounded sum.
double share(Micropoints weight, const Group& group) {
    if (group.bounded() == group.sum || group.sum == 0) return points(weight);
    const double factor = static_cast<double>(group.bounded()) / static_cast<double>(group.sum);
    return points(std::llround(static_cast<double>(weight) * factor));
}

}  // namespace

Score score_of(const Signals& signals, const Policy& policy) {
    const std::map<GroupKey, Group> groups = group_sums(signals, policy);
    Micropoints rest = 0;
    Micropoints classifier = 0;
    for (const auto& [key, group] : groups) {
        (key.first ? classifier : rest) += group.bounded();
    }
    Score score{.total = points(rest + classifier), .besides_classifier = points(rest)};
    score.contributions.assign(signals.size(), 0.0);
    for (std::size_t i = 0; i < signals.size(); ++i) {
        if (signals[i].shadow) continue;
        score.contributions[i] =
            share(micropoints(signals[i].weight), groups.at(key_of(signals[i])));
    }
    return score;
}

}  // namespace chaffinch::policy
