// Scoring the hold-out before and after a batch.

#include "server/learning/batch_gate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chaffinch::learning {

namespace {

bool is_right(const classifier::SiteLayer& layer, const classifier::TrainingExample& example) {
    return (layer.score(example.features, example.general_z).z >= 0) == example.positive;
}

}  // namespace

BatchGate::BatchGate(GateLimits limits) : limits_(limits) {}

void BatchGate::hold_out(
    classifier::TrainingExample example, std::size_t ordinal, const classifier::SiteLayer* layer
) {
    held_out_.push_back(std::move(example));
    if (awake_ || held_out_.size() < limits_.least_held_out || layer == nullptr) return;
    awake_ = true;
    begin_batch(ordinal, *layer);
}

void BatchGate::begin_batch(std::size_t ordinal, const classifier::SiteLayer& layer) {
    if (held_out_.size() > limits_.most_held_out) {
        const auto surplus = static_cast<std::ptrdiff_t>(held_out_.size() - limits_.most_held_out);
        held_out_.erase(held_out_.begin(), held_out_.begin() + surplus);
    }
    began_ = ordinal;
    batch_.clear();
    right_before_.clear();
    for (const auto& example : held_out_) right_before_.push_back(is_right(layer, example));
}

bool BatchGate::worsened(const classifier::SiteLayer& layer, bool positive) const {
    double rows = 0;
    double fell = 0;
    double rose = 0;
    for (std::size_t i = 0; i < right_before_.size(); ++i) {
        if (held_out_[i].positive != positive) continue;
        ++rows;
        const bool right_now = is_right(layer, held_out_[i]);
        if (right_before_[i] && !right_now) ++fell;
        if (!right_before_[i] && right_now) ++rose;
    }
    const double fall = fell - rose;
    return fall > limits_.worst_fall * rows && fall > limits_.deviations * std::sqrt(fell + rose);
}

std::vector<std::string> BatchGate::learnt(
    const std::string& event, std::size_t ordinal, const classifier::SiteLayer& layer
) {
    if (!awake_) return {};
    batch_.push_back(event);
    if (batch_.size() < limits_.batch) return {};
    if (worsened(layer, false) || worsened(layer, true)) {
        ++refused_;
        return std::exchange(batch_, {});
    }
    begin_batch(ordinal, layer);
    return {};
}

bool BatchGate::untouched(std::size_t ordinal) const {
    return !awake_ || ordinal > began_;
}

void BatchGate::take_out(const std::string& event) {
    std::erase(batch_, event);
    std::erase_if(held_out_, [&](const auto& example) { return example.event_id == event; });
}

}  // namespace chaffinch::learning
