// The site layer: two tables, one of which is published; the examples; the reservoir.

#include "engine/classifier/site_layer.h"

#include "engine/classifier/calibration.h"
#include "engine/classifier/layer_table.h"
#include "engine/classifier/passages.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace chaffinch::classifier {
namespace {

using Topics = std::vector<std::pair<std::uint32_t, float>>;

// Rows a class may hold in the reservoir; both classes together are the 20,000 of the design.
constexpr std::size_t reservoir_rows = 10'000;

/// Size of the table for so many decisions: 4 MiB serve a thousand, 16 MiB the rest (hashing to
/// 2^18 costs a collection of 10,000 Chinese messages 0.4 points of AUC, to 2^20 nothing that
/// shows).
constexpr std::array<int, 2> table_bits{18, 20};
constexpr std::size_t decisions_to_grow = 1'024;

std::size_t size_for(std::size_t decisions) {
    return decisions <= decisions_to_grow ? 0 : 1;
}

Place place_of(std::uint64_t hash) {
    return static_cast<Place>(hash >> 32U);
}

/// A comment as kept for replay: half of each hash, topic weights where there are any.
struct Kept {
    std::string event_id{};
    std::vector<Place> places{};
    Topics topics{};
    double general_z = 0;
    std::uint32_t units = count_unit;
    std::uint32_t body = 0;
    bool positive = false;

    [[nodiscard]] SlotView view() const { return {places, topics, general_z, body}; }

    [[nodiscard]] double weight() const { return static_cast<double>(units) / count_unit; }
};

Kept keep(const TrainingExample& example) {
    Kept kept;
    kept.event_id = example.event_id;
    kept.places.reserve(example.features.hashes.size());
    for (const std::uint64_t hash : example.features.hashes) kept.places.push_back(place_of(hash));
    for (std::size_t i = 0; i < example.features.topic.size(); ++i) {
        const float topic = example.features.topic[i];
        if (topic > 0) kept.topics.emplace_back(static_cast<std::uint32_t>(i), topic);
    }
    kept.general_z = std::clamp(example.general_z, -z_clip, z_clip);
    const double units = std::round(std::clamp(example.weight, 0.0, 4.0) * count_unit);
    kept.units = std::max(1U, static_cast<std::uint32_t>(units));
    kept.body = static_cast<std::uint32_t>(example.features.body);
    kept.positive = example.positive;
    return kept;
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same on every machine.
class SplitMix {
  public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}

    std::size_t below(std::size_t bound) {
        state_ += 0x9E37'79B9'7F4A'7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EBULL;
        return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
    }

    [[nodiscard]] std::uint64_t state() const { return state_; }

  private:
    std::uint64_t state_;
};

/// Rows of one class, each row seen so far being there with the same chance (Vitter's algorithm R).
struct Reservoir {
    std::vector<std::uint32_t> rows{};
    std::uint64_t offered = 0;

    void offer(std::uint32_t row, SplitMix& random) {
        ++offered;
        if (rows.size() < reservoir_rows) {
            rows.push_back(row);
            return;
        }
        const std::size_t at = random.below(offered);
        if (at < rows.size()) rows[at] = row;
    }
};

/// Places and topics of a comment that is only being scored; memory of the thread, used again.
SlotView view_of(const FeatureSet& features, double general_z) {
    thread_local std::vector<Place> places;
    thread_local Topics topics;
    places.clear();
    topics.clear();
    for (const std::uint64_t hash : features.hashes) places.push_back(place_of(hash));
    for (std::size_t i = 0; i < features.topic.size(); ++i) {
        if (features.topic[i] > 0)
            topics.emplace_back(static_cast<std::uint32_t>(i), features.topic[i]);
    }
    return {places, topics, std::clamp(general_z, -z_clip, z_clip), features.body};
}

/// A text as a whole and by its passages, before calibration.
struct Heard {
    LayerParts parts{};
    Passages passages{};
    std::vector<double>* evidence = nullptr;  ///< of each feature; memory of the thread
};

Heard heard(const LayerTable& table, const SlotView& view) {
    thread_local std::vector<double> evidence;
    Heard heard{table.parts(view, evidence), {}, &evidence};
    heard.passages = worst_passages(evidence, view.body);
    for (float& passage : heard.passages) {
        if (passage != no_passage) passage += static_cast<float>(heard.parts.intercept);
    }
    return heard;
}

Raised given_out(const LayerTable& table, const Heard& heard) {
    return raised_by_passages(
        table.calibrated(heard.parts.z),
        heard.passages,
        table.margins(),
        table.calibration_slope(),
        table.calibration_offset()
    );
}

LayerScore score_with(const LayerTable& table, const SlotView& view) {
    LayerScore score;
    score.positives = table.decisions(true);
    score.negatives = table.decisions(false);
    score.abstains = std::min(score.positives, score.negatives) < decisions_to_speak;
    if (score.abstains) {
        score.z = general_trust * view.general_z;
        return score;
    }
    const Raised out = given_out(table, heard(table, view));
    score.z = out.z;
    score.by_passage = out.kind != passage_kinds;
    return score;
}

/// The parts of a score that a passage decided; what its margin takes off is the intercept's.
void tell_passage(const LayerTable& table, const SlotView& view, LayerExplanation& told) {
    const Heard all = heard(table, view);
    const Raised out = given_out(table, all);
    if (out.kind == passage_kinds) return;  // overtaken by an update: the reader will look again
    const PassageMembers members = members_of_worst(*all.evidence, view.body, out.kind);
    const double slope = table.calibration_slope();
    const double norm = slope / std::sqrt(static_cast<double>(members.count));
    double sum = told.general_gain * view.general_z;
    for (std::size_t i = 0; i < members.member.size(); ++i) {
        if (!members.member[i]) continue;
        told.parts[i] = norm * all.evidence->at(i);
        told.plain[i] = slope * table.part(view.places[i], 0, members.count).plain;
        sum += told.parts[i];
    }
    told.intercept = out.z - sum;
}

LayerScore untaught_score(double general_z) {
    return {general_trust * std::clamp(general_z, -z_clip, z_clip), 0, 0, true};
}

}  // namespace

struct SiteLayer::State {
    HashKey key{};
    LayerOptions options{};

    // Readers: version v means tables[v % 2]; 0 means nothing was ever learnt.
    std::atomic<std::uint64_t> version{0};
    std::array<std::atomic<LayerTable*>, 2> tables{};

    // Writer alone, from here on.

    /// Tables of each size. None is freed before the layer is, since a reader may still be in it.
    std::array<std::array<std::unique_ptr<LayerTable>, 2>, table_bits.size()> owned{};
    std::vector<Kept> examples{};
    std::unordered_set<std::string> known{};
    std::array<Reservoir, 2> reservoirs{};
    SplitMix random{0};
    std::vector<Prequential> log{};  ///< a ring once it is full
    std::size_t log_next = 0;
    /// Places in which the unpublished table is one change behind.
    std::vector<Place> stale{};
    bool all_stale = false;

    /// Calls `read(table)` until no publication fell into the call.
    template <class Read>
    auto consistent(Read&& read) const {
        while (true) {
            const std::uint64_t before = version.load(std::memory_order_acquire);
            const auto result =
                read(before == 0 ? nullptr : tables[before % 2].load(std::memory_order_acquire));
            std::atomic_thread_fence(std::memory_order_acquire);
            if (version.load(std::memory_order_relaxed) == before) return result;
        }
    }

    /// Null before the first decision.
    [[nodiscard]] LayerTable* published() const {
        return tables[version.load(std::memory_order_relaxed) % 2].load(std::memory_order_relaxed);
    }

    /// The table of this size that nobody is sent to, with whatever was in it last.
    LayerTable& unpublished(std::size_t size) {
        const std::uint64_t now = version.load(std::memory_order_relaxed);
        // Orders the last publication before what is written next: a reader that sees any of these
        // writes in the table it came for will also see that the version moved on.
        std::atomic_thread_fence(std::memory_order_release);
        const std::size_t side = (now + 1) % 2;
        std::unique_ptr<LayerTable>& table = owned[size][side];
        if (table == nullptr) table = std::make_unique<LayerTable>(table_bits[size]);
        tables[side].store(table.get(), std::memory_order_release);
        return *table;
    }

    /// The unpublished table, brought up to the published one.
    LayerTable& draft() {
        const LayerTable* now = published();
        LayerTable& draft = unpublished(size_for(examples.size()));
        if (now != nullptr && all_stale) draft.copy_all(*now);
        if (now != nullptr && !all_stale) {
            draft.copy_slots(*now, stale);
            draft.copy_scalars(*now);
        }
        stale.clear();
        all_stale = false;
        return draft;
    }

    void publish() {
        version.store(version.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

    void log_prequential(const Prequential& entry) {
        if (log.size() < prequential_window) {
            log.push_back(entry);
            return;
        }
        log[log_next] = entry;
        log_next = (log_next + 1) % prequential_window;
    }

    void recalibrate(LayerTable& table) const {
        if (!options.recalibrates || examples.size() < decisions_to_recalibrate) return;
        if (examples.size() % recalibration_interval != 0) return;
        const Calibration fit = fit_calibration(log);
        table.set_calibration(
            fit.slope,
            fit.offset,
            options.heeds_passages ? fit_margins(log, fit.slope, fit.offset) : no_margins
        );
    }

    [[nodiscard]] double class_weight(const LayerTable& table, bool positive) const {
        const double own = table.total(positive);
        const double other = table.total(!positive);
        if (own <= 0) return 1;
        return std::clamp(other / own / options.fair_ratio, 1.0, options.max_class_weight);
    }

    void replay(LayerTable& table) {
        for (int i = 0; i < options.replays; ++i) {
            const std::size_t preferred = random.below(2);
            const std::size_t chosen =
                reservoirs[preferred].rows.empty() ? 1 - preferred : preferred;
            const auto& rows = reservoirs[chosen].rows;
            if (rows.empty()) return;
            const Kept& kept = examples[rows[random.below(rows.size())]];
            table.step(
                kept.view(),
                kept.positive,
                kept.weight() * class_weight(table, kept.positive),
                {kept.positive, kept.units},
                {options.redescent.cap, 0}
            );
            stale.insert(stale.end(), kept.places.begin(), kept.places.end());
        }
    }

    /// Everything that learning the last of `examples` does to a table.
    void absorb_last(LayerTable& table) {
        const Kept& kept = examples.back();
        const Heard said = heard(table, kept.view());
        log_prequential({said.parts.z, kept.positive, given_out(table, said).z, said.passages});
        table.step(
            kept.view(),
            kept.positive,
            kept.weight() * class_weight(table, kept.positive),
            {},
            options.redescent
        );
        table.count(kept.view(), kept.positive, kept.units);
        stale.insert(stale.end(), kept.places.begin(), kept.places.end());
        replay(table);
        reservoirs[kept.positive].offer(static_cast<std::uint32_t>(examples.size() - 1), random);
        recalibrate(table);
    }

    /// Makes the layer that would be there had only these examples been learnt, and publishes it.
    void learn_anew(std::vector<Kept> kept_examples) {
        LayerTable& table = unpublished(size_for(kept_examples.size()));
        table.reset();
        random = SplitMix{key.value};
        reservoirs = {};
        log.clear();
        log_next = 0;
        examples.clear();
        examples.reserve(kept_examples.size());
        known.clear();
        for (Kept& kept : kept_examples) {
            known.insert(kept.event_id);
            examples.push_back(std::move(kept));
            absorb_last(table);
        }
        stale.clear();
        all_stale = true;
        publish();
    }
};

SiteLayer::SiteLayer(HashKey key, LayerOptions options) : state_(std::make_unique<State>()) {
    state_->key = key;
    state_->options = options;
    state_->random = SplitMix{key.value};
}

SiteLayer::~SiteLayer() = default;

LayerScore SiteLayer::score(const FeatureSet& features, double general_z) const {
    const SlotView view = view_of(features, general_z);
    return state_->consistent([&](const LayerTable* table) {
        return table == nullptr ? untaught_score(general_z) : score_with(*table, view);
    });
}

LayerExplanation SiteLayer::explain(const FeatureSet& features, double general_z) const {
    const SlotView view = view_of(features, general_z);
    return state_->consistent([&](const LayerTable* table) {
        LayerExplanation told;
        told.parts.resize(view.places.size());
        told.plain.resize(view.places.size());
        if (table == nullptr) {
            told.score = untaught_score(general_z);
            return told;
        }
        told.score = score_with(*table, view);
        const double slope = table->calibration_slope();
        told.intercept = slope * table->bias() + table->calibration_offset();
        told.general_gain = slope * table->general_gain();
        if (told.score.by_passage) {
            tell_passage(*table, view, told);
            return told;
        }
        for (std::size_t i = 0; i < view.places.size(); ++i) {
            const double topic =
                i < features.topic.size() ? static_cast<double>(features.topic[i]) : 0;
            const FeaturePart part = table->part(view.places[i], topic, view.places.size());
            told.parts[i] = slope * part.neutral;
            told.plain[i] = slope * part.plain;
        }
        return told;
    });
}

double SiteLayer::weight(std::uint64_t feature) const {
    return state_->consistent([&](const LayerTable* table) {
        return table == nullptr ? 0.0 : table->part(place_of(feature), 0, 1).plain;
    });
}

std::vector<float> SiteLayer::topic_left(const FeatureSet& features) const {
    return state_->consistent([&](const LayerTable* table) {
        std::vector<float> left = features.topic;
        if (table == nullptr) return left;
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (left[i] <= 0) continue;
            const double seen = table->seen(place_of(features.hashes[i]));
            left[i] = static_cast<float>(1 - neutralised(static_cast<double>(left[i]), seen));
        }
        return left;
    });
}

HashKey SiteLayer::key() const {
    return state_->key;
}

std::uint64_t SiteLayer::version() const {
    return state_->version.load(std::memory_order_acquire);
}

void SiteLayer::learn(const TrainingExample& example) {
    State& state = *state_;
    const bool is_new = state.known.insert(example.event_id).second;
    assert(is_new && "an event is learnt once");
    if (!is_new) return;
    if (size_for(state.examples.size() + 1) != size_for(state.examples.size())) {
        state.examples.push_back(keep(example));
        state.learn_anew(std::exchange(state.examples, {}));
        return;
    }
    LayerTable& draft = state.draft();
    state.examples.push_back(keep(example));
    state.absorb_last(draft);
    state.publish();
}

void SiteLayer::unlearn(const std::string& event_id) {
    unlearn(std::span{&event_id, 1});
}

void SiteLayer::unlearn(std::span<const std::string> event_ids) {
    State& state = *state_;
    std::unordered_set<std::string> forgotten;
    for (const std::string& id : event_ids) {
        if (state.known.contains(id)) forgotten.insert(id);
    }
    if (forgotten.empty()) return;
    std::vector<Kept> examples = std::exchange(state.examples, {});
    std::erase_if(examples, [&](const Kept& kept) { return forgotten.contains(kept.event_id); });
    state.learn_anew(std::move(examples));
}

std::vector<Prequential> SiteLayer::prequential() const {
    std::vector<Prequential> ordered = state_->log;
    std::ranges::rotate(ordered, ordered.begin() + static_cast<std::ptrdiff_t>(state_->log_next));
    return ordered;
}

std::uint64_t SiteLayer::state_hash() const {
    State& state = *state_;
    XXH3_state_t hash;
    XXH3_64bits_reset(&hash);
    const auto feed = [&](const auto& value) { XXH3_64bits_update(&hash, &value, sizeof value); };
    feed(state.key.value);
    for (const Kept& kept : state.examples) {
        XXH3_64bits_update(&hash, kept.event_id.data(), kept.event_id.size());
        XXH3_64bits_update(&hash, kept.places.data(), kept.places.size() * sizeof(Place));
        feed(kept.units);
        feed(kept.positive);
        feed(kept.body);
        feed(kept.general_z);
    }
    for (const Reservoir& reservoir : state.reservoirs) {
        feed(reservoir.offered);
        for (const std::uint32_t row : reservoir.rows) feed(row);
    }
    feed(state.random.state());
    for (const Prequential& entry : prequential()) {
        feed(entry.z);
        feed(entry.positive);
        feed(entry.said);
        feed(entry.passages);
    }
    // A layer whose every event was unlearnt equals one that never learnt, which has no table yet.
    if (!state.examples.empty()) state.published()->digest(feed);
    return XXH3_64bits_digest(&hash);
}

}  // namespace chaffinch::classifier
