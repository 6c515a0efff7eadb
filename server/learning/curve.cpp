// Counting windows, and the cumulative sums.

#include "server/learning/curve.h"

#include <algorithm>
#include <cmath>

namespace chaffinch::learning {

namespace {

constexpr double step = 0.1;

/// Nats of evidence for an alarm: nearly half of what 200 decisions after the step bring on
/// average, 200 times the divergence of the two shares, so that 95 of 100 steps are noticed by
/// then; between bounds, since below 3 an alarm for nothing would come every few hundred decisions,
/// and above 6 nothing is gained. Measured: tests/server/learning/curve_test.cpp.
double alarm_at(double was, double worse) {
    constexpr double share_of_evidence = 0.48;
    constexpr double decisions = 200;
    const double divergence =
        worse * std::log(worse / was) + (1 - worse) * std::log((1 - worse) / (1 - was));
    return std::clamp(share_of_evidence * decisions * divergence, 3.0, 6.0);
}

/// Decisions that "before" must rest on: of fewer, its own chance error would look like a step.
constexpr std::size_t least_before = 200;

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

/// The last point when its window is not full, else a new one.
CurvePoint& open_window(std::vector<CurvePoint>& points) {
    if (points.empty() || points.back().decisions == curve_window) points.emplace_back();
    return points.back();
}

}  // namespace

bool RiseAlarm::add(bool yes) {
    recent_.push_back(yes);
    if (recent_.size() > lag) {
        ++before_;
        before_yes_ += recent_.front() ? 1 : 0;
        recent_.pop_front();
    }
    if (before_ < least_before) return false;
    // One half added to each side: a share of nothing or all is not certain.
    const double was = std::clamp(
        (static_cast<double>(before_yes_) + 0.5) / (static_cast<double>(before_) + 1), 0.01, 0.89
    );
    const double worse = was + step;
    const double evidence = yes ? std::log(worse / was) : std::log((1 - worse) / (1 - was));
    sum_ = std::max(0.0, sum_ + evidence);
    if (sum_ < alarm_at(was, worse)) return false;
    // The newest answers are the new "before": a step does not alarm again and again, and an alarm
    // for nothing does not blind for long.
    before_ = recent_.size();
    before_yes_ = static_cast<std::size_t>(std::ranges::count(recent_, true));
    recent_.clear();
    sum_ = 0;
    return true;
}

void CurveBuilder::said(bool right, bool positive) {
    CurvePoint& point = open_window(curve_.layer);
    if (point.decisions == 0) layer_ = {};
    ++layer_.all;
    layer_.right += right ? 1 : 0;
    layer_.ham += positive ? 0 : 1;
    layer_.ham_right += right && !positive ? 1 : 0;
    point.decisions = layer_.all;
    point.accuracy = share(layer_.right, layer_.all);
    point.ham_accuracy = share(layer_.ham_right, layer_.ham);
}

void CurveBuilder::decided(bool held, bool positive) {
    CurvePoint& point = open_window(curve_.engine);
    if (point.decisions == 0) engine_ = {};
    ++engine_.all;
    engine_.right += held == positive ? 1 : 0;
    point.decisions = engine_.all;
    point.agreement = share(engine_.right, engine_.all);

    ++decisions_;
    const auto note = [this](bool alarmed, std::vector<std::size_t>& alarms) {
        if (alarmed && (alarms.empty() || alarms.back() != decisions_))
            alarms.push_back(decisions_);
    };
    note(disagrees_.add(held != positive), curve_.disagreement_alarms);
    note(approves_.add(!positive), curve_.approval_alarms);
    note(rejects_.add(positive), curve_.approval_alarms);
    note(holds_.add(held), curve_.hold_alarms);
    note(publishes_.add(!held), curve_.hold_alarms);
}

}  // namespace chaffinch::learning
