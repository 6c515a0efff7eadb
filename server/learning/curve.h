// Curve: how well a site's layers and the engine have foretold its moderators, in windows of a
// hundred decisions, and alarms when that changes.
//
// Alarms come from cumulative sums (Page, "Continuous inspection schemes", 1954) of the
// log-likelihood ratio between "as before" and "ten points worse". For a known share no detector
// that is as seldom wrong notices sooner in the worst case (Moustakides, "Optimal stopping times
// for detecting changes in distributions", 1986), so what is left to choose is how seldom. A step
// of ten points is noticed within 200 decisions in 95 of 100 cases where the share was at most 0.1
// or at least 0.85, at one alarm for nothing in 2,500 to 12,000 decisions. In between 200 decisions
// hold four to six nats of evidence: 83 to 93 of 100, at one in 1,000 to 1,300. What other
// thresholds would give: bench/quality/README.md, "Drift alarms".

#pragma once

#include <cstddef>
#include <deque>
#include <vector>

namespace chaffinch::learning {

inline constexpr std::size_t curve_window = 100;

/// One window; shares in [0, 1], of nothing: 1.
struct CurvePoint {
    std::size_t decisions = 0;
    double accuracy = 1;      ///< of the layer, before it was told
    double ham_accuracy = 1;  ///< the same among comments that were wanted
    double agreement = 1;     ///< the engine held or rejected what the moderator rejected
};

struct Curve {
    std::vector<CurvePoint> layer{};   ///< accuracy and ham_accuracy; the newest 2,000 lessons
    std::vector<CurvePoint> engine{};  ///< agreement; all lessons in force
    /// Lessons (counted from 1) at which an alarm was raised.
    std::vector<std::size_t> disagreement_alarms{};
    std::vector<std::size_t> approval_alarms{};  ///< share of approvals, up or down
    std::vector<std::size_t> hold_alarms{};      ///< share not published by the engine, up or down
};

/// Watches a share of yes and no for a rise of ten points. After an alarm the newest answers are
/// what it compares with.
class RiseAlarm {
  public:
    /// True when this answer raises the alarm.
    bool add(bool yes);

  private:
    /// Answers that are not yet part of what "before" means, lest a step hides itself.
    static constexpr std::size_t lag = 200;

    std::deque<bool> recent_{};
    std::size_t before_ = 0;
    std::size_t before_yes_ = 0;
    double sum_ = 0;
};

class CurveBuilder {
  public:
    /// What a layer said before it was told the answer.
    void said(bool right, bool positive);

    /// What the engine did and the moderator answered, in the order of the ledger.
    void decided(bool held, bool positive);

    [[nodiscard]] Curve curve() const { return curve_; }

  private:
    struct Counts {
        std::size_t all = 0;
        std::size_t right = 0;
        std::size_t ham = 0;
        std::size_t ham_right = 0;
    };

    Curve curve_{};
    Counts layer_{};
    Counts engine_{};
    std::size_t decisions_ = 0;
    RiseAlarm disagrees_{};
    RiseAlarm approves_{};
    RiseAlarm rejects_{};
    RiseAlarm holds_{};
    RiseAlarm publishes_{};
};

}  // namespace chaffinch::learning
