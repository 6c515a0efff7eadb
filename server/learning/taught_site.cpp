// Lessons to their places, and back out of them.

#include "server/learning/taught_site.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace chaffinch::learning {

namespace {

bool is_learnt(Ruling ruling) {
    return ruling == Ruling::learn || ruling == Ruling::learn_lightly;
}

}  // namespace

TaughtSite::TaughtSite(
    classifier::HashKey key,
    AdmissionLimits limits,
    GateLimits gate_limits,
    classifier::LayerOptions layer_options,
    Vouched vouched
)
    : key_(key),
      limits_(limits),
      layer_options_(layer_options),
      vouched_(std::move(vouched)),
      admission_(key, limits, vouched_),
      gates_{BatchGate(gate_limits), BatchGate(gate_limits)} {}

bool TaughtSite::offer(Lesson lesson) {
    if (lesson.facts.sequence <= newest_) return false;
    newest_ = lesson.facts.sequence;
    waiting_.emplace(lesson.facts.event, std::move(lesson.example));
    const std::vector<Admitted> admitted = admission_.offer(lesson.facts);
    lessons_.push_back(std::move(lesson.facts));
    for (const Admitted& one : admitted) {
        auto example = waiting_.extract(one.event);
        settle(one, std::move(example.mapped()));
    }
    return true;
}

void TaughtSite::settle(const Admitted& admitted, classifier::TrainingExample example) {
    places_.push_back({admitted, ++ordinal_});
    auto& layer = layers_.at(static_cast<std::size_t>(admitted.label));
    if (admitted.ruling == Ruling::hold_out) {
        gate(admitted.label).hold_out(std::move(example), ordinal_, layer.get());
        return;
    }
    if (!is_learnt(admitted.ruling)) return;
    if (admitted.ruling == Ruling::learn_lightly && limits_.light_weight <= 0) return;
    if (!layer) layer = std::make_shared<classifier::SiteLayer>(key_, layer_options_);
    if (admitted.ruling == Ruling::learn_lightly) example.weight *= limits_.light_weight;
    layer->learn(example);
    const auto refused = gate(admitted.label).learnt(admitted.event, ordinal_, *layer);
    if (refused.empty()) return;
    layer->unlearn(refused);
    gate(admitted.label).begin_batch(ordinal_, *layer);
}

bool TaughtSite::others_fare_alike(
    const std::vector<LessonFacts>& left, std::span<const std::string> gone, Admission& admission
) const {
    const std::unordered_set<std::string> without(gone.begin(), gone.end());
    auto place = places_.begin();
    for (const LessonFacts& lesson : left) {
        for (const Admitted& admitted : admission.offer(lesson)) {
            while (place != places_.end() && without.contains(place->admitted.event)) ++place;
            if (place == places_.end() || place->admitted != admitted) return false;
            ++place;
        }
    }
    return std::all_of(place, places_.end(), [&](const Place& rest) {
        return without.contains(rest.admitted.event);
    });
}

bool TaughtSite::take_back(std::span<const std::string> events) {
    const std::unordered_set<std::string> gone(events.begin(), events.end());
    const auto is_gone = [&](const Place& place) { return gone.contains(place.admitted.event); };
    for (const Place& place : places_) {
        if (is_gone(place) && !gate(place.admitted.label).untouched(place.ordinal)) return false;
    }
    std::vector<LessonFacts> left;
    std::ranges::copy_if(lessons_, std::back_inserter(left), [&](const LessonFacts& lesson) {
        return !gone.contains(lesson.event);
    });
    if (left.size() == lessons_.size()) return true;
    Admission admission(key_, limits_, vouched_);
    if (!others_fare_alike(left, events, admission)) return false;
    for (const Place& place : places_) {
        if (is_gone(place)) gate(place.admitted.label).take_out(place.admitted.event);
    }
    for (const auto& layer : layers_) {
        if (layer) layer->unlearn(events);
    }
    for (const std::string& event : events) waiting_.erase(event);
    std::erase_if(places_, is_gone);
    lessons_ = std::move(left);
    admission_ = std::move(admission);
    newest_ = lessons_.empty() ? 0 : lessons_.back().sequence;
    return true;
}

Tally TaughtSite::tally() const {
    Tally tally;
    for (const Place& place : places_) {
        ++tally.by_ruling.at(static_cast<std::size_t>(place.admitted.ruling));
    }
    tally.waiting = admission_.waiting();
    tally.doubted = admission_.doubted();
    tally.moderators_in_doubt = admission_.moderators_in_doubt();
    for (const BatchGate& gate : gates_) tally.batches_refused += gate.refused();
    return tally;
}

Curve TaughtSite::curve() const {
    CurveBuilder builder;
    for (const auto& layer : layers_) {
        if (!layer) continue;
        for (const classifier::Prequential& said : layer->prequential()) {
            builder.said((said.z >= 0) == said.positive, said.positive);
        }
    }
    for (const LessonFacts& lesson : lessons_) builder.decided(lesson.held, lesson.positive);
    return builder.curve();
}

std::vector<evaluation::ScoredRow> TaughtSite::foretold(TrainingLabel label) const {
    std::vector<evaluation::ScoredRow> rows;
    const auto& taught = layer(label);
    if (!taught) return rows;
    for (const classifier::Prequential& one : taught->prequential()) {
        rows.push_back({one.said, one.positive, std::string(name(label)), {}});
    }
    return rows;
}

std::uint64_t TaughtSite::state_hash() const {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
    std::uint64_t hash = 0;
    for (const auto& layer : layers_) {
        const std::uint64_t state =
            layer ? layer->state_hash() : classifier::SiteLayer(key_).state_hash();
        hash = hash * odd + state;
    }
    return hash;
}

}  // namespace chaffinch::learning
