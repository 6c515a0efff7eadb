// The limits, in the order in which they are asked.

#include "server/learning/admission.h"

#include <algorithm>
#include <utility>

namespace chaffinch::learning {

namespace {

using Counts = std::unordered_map<std::string, std::size_t>;

std::size_t count_of(const Counts& counts, const std::string& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

std::string_view name(Ruling ruling) {
    constexpr std::array<std::string_view, 7> names{
        "learnt",
        "learnt lightly",
        "held out",
        "over the author's share",
        "over the network's share",
        "over the host's share",
        "over the balance of classes"
    };
    return names.at(static_cast<std::size_t>(ruling));
}

Admission::Admission(classifier::HashKey key, AdmissionLimits limits, Vouched vouched)
    : key_(key), limits_(limits), doubt_(limits.doubt, std::move(vouched)) {}

std::map<std::string, std::size_t> Admission::doubted_by_moderator() const {
    std::map<std::string, std::size_t> waiting;
    for (const std::string& moderator : doubt_.in_doubt()) waiting[moderator] = 0;
    for (const LessonFacts& lesson : doubted_) ++waiting[lesson.moderator];
    return waiting;
}

Admission::Class& Admission::class_of(TrainingLabel label, bool positive) {
    return classes_.at(static_cast<std::size_t>(label)).at(positive ? 1 : 0);
}

bool Admission::within_day(const LessonFacts& lesson) {
    // An import has no moderator: an administrator's one act, taken back as a whole.
    if (lesson.moderator.empty()) return true;
    std::size_t& taught = today_by_moderator_[lesson.moderator];
    if (taught >= limits_.a_day) return false;
    ++taught;
    return true;
}

void Admission::begin_day(std::chrono::sys_days day, std::vector<Admitted>& out) {
    // A quiet week lets as much through as seven busy days would have.
    while (today_ < day && !(waiting_.empty() && doubted_.empty())) {
        today_ += std::chrono::days(1);
        today_by_moderator_.clear();
        std::deque<LessonFacts> still_waiting;
        for (LessonFacts& lesson : waiting_) {
            if (within_day(lesson)) {
                out.push_back({lesson.event, lesson.label, rule(lesson)});
            } else {
                still_waiting.push_back(std::move(lesson));
            }
        }
        waiting_ = std::move(still_waiting);
        release_doubted(out);
    }
    if (today_ < day) {
        today_ = day;
        today_by_moderator_.clear();
    }
}

std::vector<Admitted> Admission::offer(const LessonFacts& lesson) {
    std::vector<Admitted> out;
    begin_day(lesson.day, out);
    if (doubt_.add(lesson)) {
        doubted_.push_back(lesson);
    } else {
        admit(lesson, out);
    }
    return out;
}

void Admission::admit(const LessonFacts& lesson, std::vector<Admitted>& out) {
    if (within_day(lesson)) {
        out.push_back({lesson.event, lesson.label, rule(lesson)});
    } else {
        waiting_.push_back(lesson);
    }
}

void Admission::release_doubted(std::vector<Admitted>& out) {
    const std::chrono::days wait{limits_.doubt.days};
    while (!doubted_.empty() && doubted_.front().day + wait <= today_) {
        admit(doubted_.front(), out);
        doubted_.pop_front();
    }
}

bool Admission::is_hold_out(const LessonFacts& lesson, std::size_t learnt) const {
    const std::uint64_t drawn =
        classifier::rekeyed(static_cast<std::uint64_t>(lesson.sequence), key_);
    return learnt >= limits_.hold_out_from && drawn % limits_.hold_out_every == 0;
}

Ruling Admission::rule(const LessonFacts& lesson) {
    Class& own = class_of(lesson.label, lesson.positive);
    const Class& other = class_of(lesson.label, !lesson.positive);
    if (is_hold_out(lesson, own.learnt + other.learnt)) return Ruling::hold_out;
    if (own.learnt >= limits_.unlimited) {
        const auto most =
            static_cast<std::size_t>(limits_.share * static_cast<double>(own.learnt + 1));
        const auto full = [most](const Counts& counts, const std::string& key) {
            return !key.empty() && count_of(counts, key) + 1 > most;
        };
        if (own.learnt + 1 > limits_.balance * other.learnt) return Ruling::too_many_of_class;
        if (full(own.authors, lesson.author)) return Ruling::too_many_of_author;
        if (full(own.networks, lesson.network)) return Ruling::too_many_of_network;
        if (std::ranges::any_of(lesson.hosts, [&](const std::string& host) {
                return full(own.hosts, host);
            }))
            return Ruling::too_many_of_host;
    }
    const bool seasoned = std::min(own.learnt, other.learnt) >= limits_.unlimited;
    ++own.learnt;
    ++own.authors[lesson.author];
    ++own.networks[lesson.network];
    for (const std::string& host : lesson.hosts) ++own.hosts[host];
    return lesson.already_right && seasoned ? Ruling::learn_lightly : Ruling::learn;
}

}  // namespace chaffinch::learning
