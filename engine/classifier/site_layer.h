// SiteLayer: what one site's moderators have taught, for one label. Small, made at the first
// decision; a cache of the training ledger, which is the truth.
//
// One writer, any number of readers. Readers never lock and never see half an update (seqlock); the
// update is visible to the next score. docs: classifier.md section 5.

#pragma once

#include "engine/classifier/features.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chaffinch::classifier {

/// One labelled comment, as learnt.
struct TrainingExample {
    std::string event_id{};  ///< key of the ledger row
    FeatureSet features{};
    bool positive = false;   ///< spam (or abuse)
    double general_z = 0;    ///< the general model's log-odds, 0 when there is none
    double weight = 1;
};

struct LayerScore {
    double z = 0;          ///< combined log-odds of site and general layer
    std::uint32_t positives = 0;
    std::uint32_t negatives = 0;
    bool abstains = true;  ///< fewer than ten decisions of a class: z is the shrunk general score
};

class SiteLayer {
  public:
    explicit SiteLayer(HashKey key);
    ~SiteLayer();

    SiteLayer(const SiteLayer&) = delete;
    SiteLayer& operator=(const SiteLayer&) = delete;

    /// Any thread.
    [[nodiscard]] LayerScore score(const FeatureSet& features, double general_z) const;
    [[nodiscard]] double weight(std::uint64_t feature) const;
    [[nodiscard]] HashKey key() const;

    /// Number of changes so far: "site@184".
    [[nodiscard]] std::uint64_t version() const;

    /// Writer thread only. Learning the same event twice is our own bug.
    void learn(const TrainingExample& example);

    /// Writer thread only. Afterwards the layer equals, to the bit, one that never learnt the event.
    /// Unknown events are not an error.
    void unlearn(const std::string& event_id);

    /// Hash over the whole state, for "equal to the bit".
    [[nodiscard]] std::uint64_t state_hash() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chaffinch::classifier
