// Gathering neighbours.

#include "server/learning/stretch.h"

namespace chaffinch::learning {

std::vector<Stretch> stretches_of(const std::vector<LessonPlace>& lessons) {
    std::vector<Stretch> found;
    for (const LessonPlace& lesson : lessons) {
        const bool goes_on = !found.empty() && found.back().day == lesson.day &&
                             found.back().moderator == lesson.moderator;
        if (!goes_on) {
            found.push_back(
                {.first = lesson.sequence, .day = lesson.day, .moderator = lesson.moderator}
            );
        }
        found.back().last = lesson.sequence;
        ++(lesson.positive ? found.back().positives : found.back().negatives);
    }
    return found;
}

}  // namespace chaffinch::learning
