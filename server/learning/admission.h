// Admission: which lessons a site's layers may learn. Each limit keeps one hand from teaching the
// whole site; a lesson that is not admitted stays in the ledger.
//
// A pure function of the lessons offered so far, in order: the ledger learnt again is admitted
// alike. Days are those of the ledger, not of a clock. Limits: reliability.md, 4.6; the poisoning
// they answer: Nelson et al., "Exploiting Machine Learning to Subvert Your Spam Filter" (2008).

#pragma once

#include "engine/classifier/features.h"
#include "server/learning/doubt.h"
#include "server/learning/lesson.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chaffinch::learning {

struct AdmissionLimits {
    std::size_t a_day = 500;          ///< lessons of one moderator; the rest waits for the next day
    std::size_t unlimited = 100;      ///< lessons of a class before shares and balance count
    double share = 0.05;              ///< of a class, from one author, network or link host
    std::size_t balance = 10;         ///< a class may outnumber the other by this factor
    std::size_t hold_out_from = 100;  ///< lessons of a label before some are kept as hold-out
    std::size_t hold_out_every = 10;  ///< one in so many is
    /// Of a lesson that the classifier had right already; 0: not learnt.
    double light_weight = 0.25;
    DoubtLimits doubt{};
};

enum class Ruling : std::uint8_t {
    learn,
    learn_lightly,  ///< at a quarter of the weight: the classifier had it right already
    hold_out,       ///< never learnt: what batches are tested on
    too_many_of_author,
    too_many_of_network,
    too_many_of_host,
    too_many_of_class,
};

std::string_view name(Ruling ruling);

struct Admitted {
    std::string event{};
    TrainingLabel label = TrainingLabel::spam;
    Ruling ruling = Ruling::learn;

    friend bool operator==(const Admitted&, const Admitted&) = default;
};

class Admission {
  public:
    /// `key` decides which lessons are kept as hold-out, so that nobody outside knows.
    explicit Admission(classifier::HashKey key, AdmissionLimits limits = {}, Vouched vouched = {});

    /// Rulings in the order of learning: first on lessons whose waiting ends because a day has
    /// begun, then on this one, unless it has to wait itself.
    std::vector<Admitted> offer(const LessonFacts& lesson);

    /// Lessons that wait for the next day.
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

    /// Lessons that wait because their moderator is in doubt.
    [[nodiscard]] std::size_t doubted() const { return doubted_.size(); }

    [[nodiscard]] std::size_t moderators_in_doubt() const { return doubt_.moderators(); }

    /// Whoever is in doubt, or has lessons that wait because he was: how many of them wait.
    [[nodiscard]] std::map<std::string, std::size_t> doubted_by_moderator() const;

  private:
    struct Class {
        std::size_t learnt = 0;
        std::unordered_map<std::string, std::size_t> authors{};
        std::unordered_map<std::string, std::size_t> networks{};
        std::unordered_map<std::string, std::size_t> hosts{};
    };

    Class& class_of(TrainingLabel label, bool positive);
    bool within_day(const LessonFacts& lesson);
    void begin_day(std::chrono::sys_days day, std::vector<Admitted>& out);
    void release_doubted(std::vector<Admitted>& out);
    void admit(const LessonFacts& lesson, std::vector<Admitted>& out);
    Ruling rule(const LessonFacts& lesson);
    bool is_hold_out(const LessonFacts& lesson, std::size_t learnt) const;

    classifier::HashKey key_;
    AdmissionLimits limits_;
    std::array<std::array<Class, 2>, 2> classes_{};
    std::chrono::sys_days today_{};
    std::map<std::string, std::size_t> today_by_moderator_{};
    std::deque<LessonFacts> waiting_{};
    Doubt doubt_;
    std::deque<LessonFacts> doubted_{};  ///< by day
};

}  // namespace chaffinch::learning
