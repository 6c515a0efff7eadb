// The cumulative sum of each moderator.

#include "server/learning/doubt.h"

#include <algorithm>
#include <cmath>

namespace chaffinch::learning {

double Doubt::usual() const {
    // As if twenty answers had been heard before, one of them a contradiction.
    const double share =
        (static_cast<double>(contradicted_) + 1) / (static_cast<double>(sure_) + 20);
    return std::clamp(share, limits_.least_usual, limits_.most_usual);
}

bool Doubt::is_vouched_for(const LessonFacts& lesson) const {
    const auto found = vouched_.find(lesson.moderator);
    return found != vouched_.end() && lesson.sequence <= found->second;
}

bool Doubt::add(const LessonFacts& lesson) {
    if (lesson.moderator.empty() || is_vouched_for(lesson)) return false;
    Standing& standing = standings_[lesson.moderator];
    if (lesson.stance != Stance::unsure) {
        const bool contradicts = lesson.stance == Stance::opposite;
        const double honest = usual();
        const double ratio = contradicts ? std::log(limits_.hostile / honest)
                                         : std::log((1 - limits_.hostile) / (1 - honest));
        standing.evidence = std::clamp(standing.evidence + ratio, 0.0, limits_.alarm);
        if (standing.evidence >= limits_.alarm) standing.doubted = true;
        if (standing.evidence <= 0) standing.doubted = false;
        if (!standing.doubted) {
            ++sure_;
            contradicted_ += contradicts ? 1 : 0;
        }
    }
    return standing.doubted && lesson.stance != Stance::same;
}

std::vector<std::string> Doubt::in_doubt() const {
    std::vector<std::string> found;
    for (const auto& [moderator, standing] : standings_) {
        if (standing.doubted) found.push_back(moderator);
    }
    return found;
}

std::size_t Doubt::moderators() const {
    return static_cast<std::size_t>(std::ranges::count_if(standings_, [](const auto& one) {
        return one.second.doubted;
    }));
}

}  // namespace chaffinch::learning
