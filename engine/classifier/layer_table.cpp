// Scoring and learning over the slots of one site layer.

#include "engine/classifier/layer_table.h"

#include <array>

namespace chaffinch::classifier {
namespace {

double log_of_units(std::uint32_t units) {
    return std::log(static_cast<double>(units) / count_unit + count_smoothing);
}

// Logs of small counts: most counts are small, and a log costs more than the rest of the sum.
double log_count(std::uint32_t units) {
    constexpr std::size_t size = 4'096;
    static const std::array<double, size> table = [] {
        std::array<double, size> logs{};
        for (std::uint32_t i = 0; i < size; ++i) logs[i] = log_of_units(i);
        return logs;
    }();
    return units < size ? table[units] : log_of_units(units);
}

double basis(std::size_t features) {
    return 1 / std::sqrt(static_cast<double>(std::max<std::size_t>(features, 1)));
}

/// Walks the sparse topic weights beside the slots.
class TopicWalk {
  public:
    explicit TopicWalk(const SlotView& view) : topics_(view.topics) {}

    double at(std::size_t position) {
        if (next_ == topics_.size() || topics_[next_].first != position) return 0;
        return static_cast<double>(topics_[next_++].second);
    }

  private:
    std::span<const std::pair<std::uint32_t, float>> topics_;
    std::size_t next_ = 0;
};

}  // namespace

LayerTable::LayerTable(int slot_bits)
    : slot_bits_(slot_bits), slots_(std::make_unique<Slot[]>(slot_count())) {}

double LayerTable::total(bool positive) const {
    return static_cast<double>(units_[positive].load(relaxed)) / count_unit;
}

double LayerTable::base(OwnCount own) const {
    const double positives =
        total(true) - (own.positive ? static_cast<double>(own.units) / count_unit : 0);
    const double negatives =
        total(false) - (own.positive ? 0 : static_cast<double>(own.units) / count_unit);
    return std::log((negatives + 2 * count_smoothing) / (positives + 2 * count_smoothing));
}

double LayerTable::ratio(const Slot& slot, double base, OwnCount own) const {
    std::uint32_t positives = slot.positives.load(relaxed);
    std::uint32_t negatives = slot.negatives.load(relaxed);
    // A late reader may see counts of a later update; the guard keeps its (discarded) sum finite.
    std::uint32_t& mine = own.positive ? positives : negatives;
    mine -= std::min(mine, own.units);
    if (positives + negatives == 0) return 0;
    return clipped_ratio(log_count(positives), log_count(negatives), base);
}

double LayerTable::seen(const Slot& slot, OwnCount own) {
    const std::uint32_t units = slot.positives.load(relaxed) + slot.negatives.load(relaxed);
    return static_cast<double>(units - std::min(units, own.units)) / count_unit;
}

double LayerTable::seen(Place place) const {
    return seen(slots_[index(place)], {});
}

template <class Take>
LayerParts LayerTable::summed(const SlotView& view, OwnCount own, Take&& take) const {
    const double prior = base(own);
    const double scale = scale_.load(relaxed);
    double ratios = 0;
    double residuals = 0;
    TopicWalk topics{view};
    for (std::size_t i = 0; i < view.places.size(); ++i) {
        const Slot& slot = slots_[index(view.places[i])];
        const double r = ratio(slot, prior, own);
        const double v = static_cast<double>(slot.weight.load(relaxed));
        const double topic = topics.at(i);
        const double share = topic > 0 ? neutralised(topic, seen(slot, own)) : 1;
        ratios += share * r;
        residuals += share * v;
        take(share * (scale * r + v));
    }
    const double norm = basis(view.places.size());
    LayerParts parts{ratios * norm, residuals * norm, 0, 0};
    parts.intercept = bias_.load(relaxed) + gain_.load(relaxed) * view.general_z;
    parts.z = parts.intercept + scale * parts.ratios + parts.residuals;
    return parts;
}

LayerParts LayerTable::parts(const SlotView& view, OwnCount own) const {
    return summed(view, own, [](double) {});
}

LayerParts LayerTable::parts(const SlotView& view, std::vector<double>& evidence) const {
    evidence.clear();
    return summed(view, {}, [&](double one) { evidence.push_back(one); });
}

FeaturePart LayerTable::part(Place place, double topic, std::size_t features) const {
    const Slot& slot = slots_[index(place)];
    const double plain = (scale_.load(relaxed) * ratio(slot, base({}), {}) +
                          static_cast<double>(slot.weight.load(relaxed))) *
                         basis(features);
    return {plain, plain * neutralised(topic, seen(slot, {}))};
}

double LayerTable::calibrated(double z) const {
    return slope_.load(relaxed) * z + offset_.load(relaxed);
}

void LayerTable::step(
    const SlotView& view, bool positive, double weight, OwnCount own, Redescent redescent
) {
    const LayerParts now = parts(view, own);
    const double error = redescended((positive ? 1.0 : 0.0) - sigmoid(now.z), redescent);
    const auto adapt = [&](std::atomic<double>& value, std::atomic<double>& squares, double input) {
        const double gradient = error * input;
        const double sum = squares.load(relaxed) + gradient * gradient;
        squares.store(sum, relaxed);
        value.store(value.load(relaxed) + scalar_rate * gradient / std::sqrt(sum), relaxed);
    };
    adapt(bias_, bias_squares_, 1);
    adapt(scale_, scale_squares_, now.ratios);
    adapt(gain_, gain_squares_, view.general_z);
    const double gradient = weight * error * basis(view.places.size());
    TopicWalk topics{view};
    for (std::size_t i = 0; i < view.places.size(); ++i) {
        Slot& slot = slots_[index(view.places[i])];
        const double topic = topics.at(i);
        const double mine = topic > 0 ? gradient * neutralised(topic, seen(slot, own)) : gradient;
        const double sum = static_cast<double>(slot.squares.load(relaxed)) + mine * mine;
        slot.squares.store(static_cast<float>(sum), relaxed);
        const double moved = static_cast<double>(slot.weight.load(relaxed)) +
                             residual_rate * mine / std::sqrt(residual_epsilon + sum);
        slot.weight.store(static_cast<float>(moved), relaxed);
    }
}

void LayerTable::count(const SlotView& view, bool positive, std::uint32_t units) {
    for (const Place place : view.places) {
        Slot& slot = slots_[index(place)];
        std::atomic<std::uint32_t>& mine = positive ? slot.positives : slot.negatives;
        mine.store(mine.load(relaxed) + units, relaxed);
    }
    units_[positive].store(units_[positive].load(relaxed) + units, relaxed);
    decisions_[positive].store(decisions_[positive].load(relaxed) + 1, relaxed);
}

void LayerTable::set_calibration(double slope, double offset, const Margins& margins) {
    slope_.store(slope, relaxed);
    offset_.store(offset, relaxed);
    for (std::size_t i = 0; i < margins.size(); ++i) margins_.at(i).store(margins.at(i), relaxed);
}

Margins LayerTable::margins() const {
    Margins margins = no_margins;
    for (std::size_t i = 0; i < margins.size(); ++i) margins.at(i) = margins_.at(i).load(relaxed);
    return margins;
}

void LayerTable::reset() {
    copy_all(LayerTable{slot_bits_});
}

void LayerTable::copy_slots(const LayerTable& from, std::span<const Place> places) {
    for (const Place place : places) copy_slot(from, index(place));
}

void LayerTable::copy_slot(const LayerTable& from, std::size_t at) {
    const Slot& source = from.slots_[at];
    Slot& target = slots_[at];
    target.positives.store(source.positives.load(relaxed), relaxed);
    target.negatives.store(source.negatives.load(relaxed), relaxed);
    target.weight.store(source.weight.load(relaxed), relaxed);
    target.squares.store(source.squares.load(relaxed), relaxed);
}

void LayerTable::copy_scalars(const LayerTable& from) {
    const auto copy = [](auto& target, const auto& source) {
        target.store(source.load(relaxed), relaxed);
    };
    copy(bias_, from.bias_);
    copy(bias_squares_, from.bias_squares_);
    copy(scale_, from.scale_);
    copy(scale_squares_, from.scale_squares_);
    copy(gain_, from.gain_);
    copy(gain_squares_, from.gain_squares_);
    copy(slope_, from.slope_);
    copy(offset_, from.offset_);
    for (std::size_t i = 0; i < margins_.size(); ++i) copy(margins_.at(i), from.margins_.at(i));
    for (const bool positive : {false, true}) {
        copy(decisions_[positive], from.decisions_[positive]);
        copy(units_[positive], from.units_[positive]);
    }
}

void LayerTable::copy_all(const LayerTable& from) {
    for (std::size_t at = 0; at < slot_count(); ++at) copy_slot(from, at);
    copy_scalars(from);
}

std::vector<const std::atomic<double>*> LayerTable::scalars() const {
    std::vector<const std::atomic<double>*> all{
        &bias_, &bias_squares_, &scale_, &scale_squares_, &gain_, &gain_squares_, &slope_, &offset_
    };
    for (const auto& margin : margins_) all.push_back(&margin);
    return all;
}

}  // namespace chaffinch::classifier
