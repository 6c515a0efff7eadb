// Classifier: how much a comment reads like spam (or abuse), term by term.
//
// Two layers: a *general model*, shipped, frozen, shared and memory-mapped, and a *site layer* that a
// site's moderators teach and that can be untaught. A missing general model is the empty model; its
// absence is written into version(). docs: classifier.md section 5.

#pragma once

#include "engine/classifier/model.h"
#include "engine/classifier/site_layer.h"
#include "engine/context/relate.h"
#include "engine/text/document.h"
#include "engine/types/signal.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::classifier {

enum class Detail { score_only, explained };

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

    /// "spam-1+abuse-1+site@184", or "none".
    [[nodiscard]] std::string version() const;

  private:
    std::vector<std::shared_ptr<const Model>> general_;
    std::shared_ptr<const SiteLayer> spam_layer_;
    std::shared_ptr<const SiteLayer> abuse_layer_;
};

}  // namespace chaffinch::classifier
