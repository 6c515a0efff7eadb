// SiteLayer: what one site's moderators have taught, for one label. Small, made at the first
// decision; a cache of the training ledger, which is the truth.
//
//     z = b + s * sum r(f) / sqrt(n) + sum v(f) / sqrt(n) + a * clamp(z_general, +-6)
//
// r(f) are clipped naive-Bayes log-ratios of the site's own counts, v(f) residual logistic weights;
// A passage of the text that reads much worse than the whole may raise z so that a person looks at
// the comment (passages.h); how much worse it has to be, this site's wanted comments tell.
// b, s, a and v take one AdaGrad step a decision, and three more on earlier decisions drawn from a
// class-balanced reservoir. From 200 decisions on, two more numbers recalibrate z from what the
// layer said before each decision was known. docs: classifier.md section 5.
//
// One writer, any number of readers. Readers take no lock and never wait: the writer changes the
// table nobody is sent to and then publishes it, and a reader that was overtaken looks again. The
// update is visible to the next score.
//
// Cost: two tables of 4 MiB once the first decision is learnt, of 16 MiB from 1,025 decisions on,
// and about 0.6 KiB a decision.

#pragma once

#include "engine/classifier/arithmetic.h"
#include "engine/classifier/features.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chaffinch::classifier {

/// Fewer decisions than this in either class, and the layer abstains.
inline constexpr std::uint32_t decisions_to_speak = 10;

/// The share of the general model's log-odds that counts as long as a site has taught nothing:
/// content alone does not carry from site to site (AUC 0.71 to 0.85, classifier.md 4.6).
inline constexpr double general_trust = 0.5;

/// One labelled comment, as learnt.
struct TrainingExample {
    std::string event_id{};  ///< key of the ledger row
    FeatureSet features{};   ///< extracted (or rekeyed) under the layer's key
    bool positive = false;   ///< spam (or abuse)
    double general_z = 0;    ///< the general model's log-odds, 0 when there is none
    double weight = 1;       ///< in (0, 4]; kept in steps of a quarter
};

/// What the worst passages of a text say, one of each kind (passages.h).
inline constexpr std::size_t passage_kinds = 4;

/// Of a text too short to have a passage of that kind.
inline constexpr float no_passage = -1e6F;

using Passages = std::array<float, passage_kinds>;

/// Points by which passages have to exceed the hold threshold; as they stand, none ever does.
using Margins = std::array<double, passage_kinds>;
inline constexpr Margins no_margins{1e6, 1e6, 1e6, 1e6};

struct LayerScore {
    double z = 0;  ///< combined log-odds of site and general layer
    std::uint32_t positives = 0;
    std::uint32_t negatives = 0;
    bool abstains = true;  ///< fewer than ten decisions of a class: z is the shrunk general score
    bool by_passage = false;  ///< z is what a passage said, the whole text would have less
};

/// A score taken apart. intercept + sum of `parts` + general_gain * clamp(general_z) = score.z,
/// when the layer does not abstain. When a passage decided, features outside of it have no part.
struct LayerExplanation {
    LayerScore score{};
    double intercept = 0;
    double general_gain = 0;
    std::vector<double> parts{};  ///< one a feature, neutralised
    std::vector<double> plain{};  ///< the same without neutralisation
};

/// What the layer said of a comment before it was told the answer.
struct Prequential {
    double z = 0;  ///< before calibration, which is fitted on it
    bool positive = false;
    double said = 0;  ///< the log-odds given out, with the calibration of that moment
    Passages passages{no_passage, no_passage, no_passage, no_passage};  ///< before calibration
};

struct LayerOptions {
    int replays = 3;  ///< steps on earlier decisions after each new one
    /// A class that is outnumbered by more than this weighs more, on the residual step only, so
    /// that a queue of 95 % spam does not starve ham. Below it weighting costs 0.1 to 0.3 points of
    /// AUC.
    double fair_ratio = 3;
    double max_class_weight = 4;
    Redescent redescent{};  ///< replayed decisions have floor 0
    bool recalibrates = true;
    bool heeds_passages = true;  ///< only together with recalibration, which learns their margins
};

class SiteLayer {
  public:
    explicit SiteLayer(HashKey key, LayerOptions options = {});
    ~SiteLayer();

    SiteLayer(const SiteLayer&) = delete;
    SiteLayer& operator=(const SiteLayer&) = delete;

    /// Any thread. `features` under this layer's key.
    [[nodiscard]] LayerScore score(const FeatureSet& features, double general_z) const;
    [[nodiscard]] LayerExplanation explain(const FeatureSet& features, double general_z) const;

    /// Any thread. Residual and ratio of one feature, before length normalisation; 0 when unknown.
    [[nodiscard]] double weight(std::uint64_t feature) const;

    /// Any thread. Topic weights as far as this site's decisions have not overruled them: what the
    /// general model is to be neutralised with. Same size as features.topic.
    [[nodiscard]] std::vector<float> topic_left(const FeatureSet& features) const;

    [[nodiscard]] HashKey key() const;

    /// Any thread. Number of changes so far: "site@184".
    [[nodiscard]] std::uint64_t version() const;

    /// Writer thread only. Learning the same event twice is our own bug. About 20 us; the 1,025th
    /// decision moves to larger tables, which costs as much as unlearning.
    void learn(const TrainingExample& example);

    /// Writer thread only. Afterwards the layer equals, to the bit, one that never learnt the
    /// event: it is made anew from the other examples, about 20 us each (10,000 decisions: 0.2 s),
    /// while readers go on with the old one. Unknown events are not an error and change nothing.
    void unlearn(const std::string& event_id);

    /// Writer thread only. The same for many events at one price ("all of this moderator's").
    void unlearn(std::span<const std::string> event_ids);

    /// Writer thread only. Scores before learning, oldest first, at most the last 2,000.
    [[nodiscard]] std::vector<Prequential> prequential() const;

    /// Writer thread only. Hash over the whole state, for "equal to the bit".
    [[nodiscard]] std::uint64_t state_hash() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chaffinch::classifier
