// Classifier: how much a comment reads like spam (or abuse), term by term.
//
// Two layers: a *general model*, shipped, frozen, shared and memory-mapped, and a *site layer* that
// a site's moderators teach and that can be untaught. A missing general model is the empty model;
// its absence is written into version(). docs: classifier.md section 5.

#pragma once

#include "engine/classifier/model.h"
#include "engine/classifier/site_layer.h"
#include "engine/context/relate.h"
#include "engine/text/document.h"
#include "engine/types/signal.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::classifier {

enum class Detail { score_only, explained };

/// Bounds of the weight that a label's signal may have, in log-odds points. With the default policy
/// (hold at 2, reject at 5) the classifier alone may hold and never rejects, until a site has
/// taught it `decisions_to_reject` comments of each class.
struct WeightBounds {
    double floor = 0;
    double cap = 0;
};

inline constexpr std::uint32_t decisions_to_reject = 100;

/// The share of the site layer in the weight: none while it abstains, all from 50 decisions on.
double site_share(const LayerScore& layer);

/// Bounds for `spam` (which may also acquit) or another label (which never does: a comment that is
/// not abusive is not therefore wanted).
WeightBounds weight_bounds(const LayerScore& layer, std::string_view label);

/// Immutable view of the models of one site. Cheap to copy. Thread-safe: the site layer may learn
/// while it is scored.
class Classifier {
  public:
    Classifier() = default;
    Classifier(
        std::vector<std::shared_ptr<const Model>> general,
        std::shared_ptr<const SiteLayer> spam_layer,
        std::shared_ptr<const SiteLayer> abuse_layer
    );

    /// One signal a label ("classifier.spam", "classifier.toxic", ...), weight in log-odds points
    /// (already scaled by how much the model may be trusted), terms, neutralised terms. Labels
    /// without a model or below the evidence needed give no signal. `rule_hits`: names of rule
    /// signals, which are features of the site layer.
    [[nodiscard]] Signals score(
        const Comment& comment,
        const text::Document& document,
        const context::Relation& relation,
        const std::vector<std::string_view>& rule_hits,
        Detail detail
    ) const;

    /// What a decision about this comment teaches the layer of `label` ("spam" or "toxic"):
    /// features under that layer's key and the general log-odds; the caller adds event id, answer
    /// and weight.
    [[nodiscard]] TrainingExample example(
        const Comment& comment,
        const text::Document& document,
        const context::Relation& relation,
        const std::vector<std::string_view>& rule_hits,
        std::string_view label
    ) const;

    /// "spam-1+abuse-1+site@184", or "none". A taught abuse layer adds "+abuse@12".
    [[nodiscard]] std::string version() const;

  private:
    struct Label;

    [[nodiscard]] std::vector<Label> labels() const;
    [[nodiscard]] Label label_of(std::string_view name) const;

    std::vector<std::shared_ptr<const Model>> general_;
    std::shared_ptr<const SiteLayer> spam_layer_;
    std::shared_ptr<const SiteLayer> abuse_layer_;
};

}  // namespace chaffinch::classifier
