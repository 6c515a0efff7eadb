// Puts the general model and the site layer together into one signal a label.

#include "engine/classifier/classifier.h"

#include "engine/classifier/arithmetic.h"
#include "engine/classifier/explanation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <utility>

namespace chaffinch::classifier {
namespace {

// A layer of so many decisions is trusted in full (classifier.md, 5).
constexpr double decisions_for_full_weight = 50;

Reason reason_of(std::string_view label) {
    constexpr std::array<std::pair<std::string_view, Reason>, 5> reasons{{
        {"spam", Reason::spam_content},
        {"insult", Reason::abuse_insult},
        {"threat", Reason::abuse_threat},
        {"identity_attack", Reason::abuse_hate},
        {"sexual", Reason::abuse_sexual},
    }};
    const auto* found =
        std::ranges::find(reasons, label, &std::pair<std::string_view, Reason>::first);
    return found != reasons.end() ? found->second : Reason::abuse_content;
}

}  // namespace

/// One label with what there is to judge it.
struct Classifier::Label {
    std::string_view name{};
    const Model* model = nullptr;  ///< null: no general model for it
    std::size_t index = 0;
    const SiteLayer* layer = nullptr;  ///< null: nobody can teach it
};

namespace {

/// All that was found about one label of one comment.
struct Judged {
    LayerScore layer{};
    double general_z = 0;
    double share = 0;  ///< of the site layer
    double z = 0;      ///< both together, within the bounds of a weight
};

template <class Label>
Judged judge(const Label& label, const FeatureSet& features, const FeatureSet& keyed) {
    Judged judged;
    if (label.model != nullptr) {
        const std::span<const std::uint64_t> seen{features.hashes.data(), features.general};
        const std::vector<float> topic =
            label.layer != nullptr ? label.layer->topic_left(keyed) : features.topic;
        judged.general_z = label.model->log_odds(label.index, seen, topic);
    }
    const double alone = general_trust * std::clamp(judged.general_z, -z_clip, z_clip);
    judged.layer.z = alone;
    if (label.layer != nullptr) judged.layer = label.layer->score(keyed, judged.general_z);
    judged.share = site_share(judged.layer);
    const double z = judged.share * judged.layer.z + (1 - judged.share) * alone;
    const WeightBounds bounds = weight_bounds(judged.layer, label.name);
    judged.z = std::clamp(z, bounds.floor, bounds.cap);
    return judged;
}

/// What each feature adds to the weight, by both layers.
template <class Label>
std::vector<Contribution> contributions(
    const Label& label, const Judged& judged, const FeatureSet& features, const FeatureSet& keyed
) {
    std::vector<Contribution> out(features.hashes.size());
    double general_share = (1 - judged.share) * general_trust;
    if (label.layer != nullptr && judged.share > 0) {
        const LayerExplanation told = label.layer->explain(keyed, judged.general_z);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = {judged.share * told.parts[i], judged.share * told.plain[i]};
        }
        general_share += judged.share * told.general_gain;
    }
    if (label.model == nullptr || features.general == 0) return out;
    const std::vector<float> topic =
        label.layer != nullptr ? label.layer->topic_left(keyed) : features.topic;
    // A clamped general score is shared out in proportion.
    const double z = judged.general_z;
    const double clamped = z == 0 ? 1 : std::clamp(z, -z_clip, z_clip) / z;
    const double norm = general_share * clamped / std::sqrt(static_cast<double>(features.general));
    for (std::size_t i = 0; i < features.general; ++i) {
        const double plain = norm * label.model->weight(label.index, features.hashes[i]);
        out[i].plain += plain;
        out[i].weight += plain * (1 - static_cast<double>(topic[i]));
    }
    return out;
}

std::string sentence(std::string_view label, const Judged& judged) {
    char text[160];
    const std::uint32_t decisions = judged.layer.positives + judged.layer.negatives;
    const int percent = static_cast<int>(std::lround(100 * sigmoid(judged.z)));
    std::snprintf(
        text,
        sizeof text,
        "%d %% %.*s by %s",
        percent,
        static_cast<int>(label.size()),
        label.data(),
        judged.share >= 1  ? "this site's decisions"
        : judged.share > 0 ? "the general model and this site's decisions"
                           : "the general model"
    );
    std::string out{text};
    if (judged.share > 0) out += " (" + std::to_string(decisions) + ")";
    if (judged.layer.by_passage) out += ", by its worst passage";
    return out;
}

}  // namespace

double site_share(const LayerScore& layer) {
    if (layer.abstains) return 0;
    const double decisions =
        static_cast<double>(layer.positives) + static_cast<double>(layer.negatives);
    return std::min(1.0, decisions / decisions_for_full_weight);
}

WeightBounds weight_bounds(const LayerScore& layer, std::string_view label) {
    const bool acquits = label == "spam";
    if (layer.abstains) return {acquits ? -1.0 : 0.0, general_trust * z_clip};
    const bool seasoned = std::min(layer.positives, layer.negatives) >= decisions_to_reject;
    if (!seasoned) return {acquits ? -3.0 : 0.0, 4.5};
    return {acquits ? -z_clip : 0.0, z_clip};
}

Classifier::Classifier(
    std::vector<std::shared_ptr<const Model>> general,
    std::shared_ptr<const SiteLayer> spam_layer,
    std::shared_ptr<const SiteLayer> abuse_layer
)
    : general_(std::move(general)),
      spam_layer_(std::move(spam_layer)),
      abuse_layer_(std::move(abuse_layer)) {
    std::erase(general_, nullptr);
}

Classifier::Label Classifier::label_of(std::string_view name) const {
    Label label{name, nullptr, 0, nullptr};
    if (name == "spam") label.layer = spam_layer_.get();
    if (name == "toxic") label.layer = abuse_layer_.get();
    for (const auto& model : general_) {
        for (std::size_t i = 0; i < model->labels().size(); ++i) {
            if (model->labels()[i].label != name) continue;
            label.model = model.get();
            label.index = i;
            return label;
        }
    }
    return label;
}

std::vector<Classifier::Label> Classifier::labels() const {
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view name) {
        if (!std::ranges::count(names, name)) names.push_back(name);
    };
    for (const auto& model : general_) {
        for (const LabelThresholds& label : model->labels()) add(label.label);
    }
    if (spam_layer_ != nullptr) add("spam");
    if (abuse_layer_ != nullptr) add("toxic");
    std::vector<Label> labels;
    for (const std::string_view name : names) labels.push_back(label_of(name));
    return labels;
}

Signals Classifier::score(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    Detail detail
) const {
    Signals signals;
    const std::vector<Label> all = labels();
    if (all.empty()) return signals;
    const FeatureSet features = extract(comment, document, relation, rule_hits, {}, general_);
    std::vector<NamedFeature> named;
    for (const Label& label : all) {
        const FeatureSet keyed =
            label.layer != nullptr ? rekeyed(features, label.layer->key()) : FeatureSet{};
        const Judged judged = judge(label, features, keyed);
        if (label.model == nullptr && judged.layer.abstains) continue;
        Signal signal;
        signal.name = "classifier." + std::string{label.name};
        signal.source = SignalSource::classifier;
        signal.reason = reason_of(label.name);
        signal.weight = judged.z;
        signal.probability = sigmoid(judged.z);
        if (detail == Detail::explained) {
            if (named.empty()) {
                named = extract_named(comment, document, relation, rule_hits, {}, Grams::by_kind);
            }
            Explanation told = explain(
                named,
                contributions(label, judged, features, keyed),
                judged.z,
                judged.z >= hold_points ? hold_points : 0
            );
            signal.explanation = sentence(label.name, judged);
            if (!told.flip.empty()) signal.explanation += "; " + told.flip;
            signal.terms = std::move(told.terms);
            signal.neutralised = std::move(told.neutralised);
            for (const Term& term : signal.terms) {
                if (term.weight > 0)
                    signal.spans.insert(signal.spans.end(), term.spans.begin(), term.spans.end());
            }
        }
        signals.push_back(std::move(signal));
    }
    return signals;
}

TrainingExample Classifier::example(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    std::string_view label_name
) const {
    const Label label = label_of(label_name);
    FeatureSet features = extract(comment, document, relation, rule_hits, {});
    const HashKey key = label.layer != nullptr ? label.layer->key() : HashKey{};
    TrainingExample example;
    const FeatureSet keyed = rekeyed(features, key);
    if (label.model != nullptr) {
        const std::vector<float> topic =
            label.layer != nullptr ? label.layer->topic_left(keyed) : features.topic;
        const std::span<const std::uint64_t> seen{features.hashes.data(), features.general};
        example.general_z = label.model->log_odds(label.index, seen, topic);
    }
    example.features = keyed;
    return example;
}

std::string Classifier::version() const {
    std::string text;
    const auto add = [&](const std::string& part) {
        text.append(text.empty() ? "" : "+").append(part);
    };
    for (const auto& model : general_) add(model->name());
    if (spam_layer_ != nullptr && spam_layer_->version() > 0) {
        add("site@" + std::to_string(spam_layer_->version()));
    }
    if (abuse_layer_ != nullptr && abuse_layer_->version() > 0) {
        add("abuse@" + std::to_string(abuse_layer_->version()));
    }
    return text.empty() ? "none" : text;
}

}  // namespace chaffinch::classifier
