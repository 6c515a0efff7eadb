// Doubt: whether a moderator has begun to answer against everything the site knows.
//
// A stolen account that calls spam wanted, 250 times, made a site blind. Such answers stand out one
// by one: the classifier was sure of the opposite. An honest moderator contradicts a sure
// classifier now and then, as the others do; a hostile one nearly always. A cumulative sum (Page,
// "Continuous inspection schemes", 1954) of the log-likelihood ratio between the two tells them
// apart after six wrong answers in a row, and an attacker who stays below it may be wrong in
// one answer of five, which the loss that lessons are learnt with withstands (classifier.md 4.6).
//
// Nobody is judged for good: lessons in doubt wait some days, in which an administrator may take
// them back, and are learnt then; answers that the classifier gives too are learnt at once and end
// the doubt. Sooner than that, an administrator who has looked may vouch for what a moderator
// answered until then: these answers count as if no doubt had been, and say nothing for or against
// him. A pure function of the lessons in order and of who is vouched for, as all of Admission is.

#pragma once

#include "server/learning/lesson.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::learning {

struct DoubtLimits {
    /// Share of contradictions among answers to a sure classifier, of an honest moderator: what the
    /// site's lessons showed so far, within these bounds.
    double least_usual = 0.05;
    double most_usual = 0.3;
    double hostile = 0.5;  ///< the same, of a hostile one who hides among right answers
    /// Nats of evidence; a moderator like the others is doubted once in e^this answers at most
    /// (Lorden, "Procedures for reacting to a change in distribution", 1971).
    double alarm = 13.8;
    int days = 3;  ///< that a lesson in doubt waits

    static DoubtLimits never() { return {.alarm = std::numeric_limits<double>::infinity()}; }
};

/// Moderators who are vouched for: the sequence of the last lesson that this covers.
using Vouched = std::map<std::string, std::int64_t>;

class Doubt {
  public:
    explicit Doubt(DoubtLimits limits = {}, Vouched vouched = {})
        : limits_(limits), vouched_(std::move(vouched)) {}

    /// Hears a lesson; true when it has to wait. Lessons without a moderator (imports) never do.
    bool add(const LessonFacts& lesson);

    /// Moderators in doubt now.
    [[nodiscard]] std::size_t moderators() const;

    /// The same by name, in order.
    [[nodiscard]] std::vector<std::string> in_doubt() const;

  private:
    struct Standing {
        double evidence = 0;
        bool doubted = false;
    };

    [[nodiscard]] double usual() const;
    [[nodiscard]] bool is_vouched_for(const LessonFacts& lesson) const;

    DoubtLimits limits_;
    Vouched vouched_;
    std::map<std::string, Standing> standings_{};
    std::size_t sure_ = 0;          ///< answers to a sure classifier, by moderators not in doubt
    std::size_t contradicted_ = 0;  ///< of these
};

}  // namespace chaffinch::learning
