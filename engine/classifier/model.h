// Model: a general layer as shipped: frozen, versioned, checksummed, memory-mapped, read-only.
//
// A model folder holds `model.bin` (engine/classifier/model_file.h), `card.md` (what it was trained
// on, licences, limits) and `metrics.json`.

#pragma once

#include "engine/types/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chaffinch::classifier {

/// One binary label of a model folder ("spam", "toxic", ...).
struct LabelThresholds {
    std::string label{};
    double hold_z = 0;  ///< log-odds at which 0.5 % of held-out ham would be lost
};

/// Immutable; any thread.
class Model {
  public:
    virtual ~Model() = default;

    [[nodiscard]] virtual const std::string& name() const = 0;  ///< "spam-1"
    [[nodiscard]] virtual const std::vector<LabelThresholds>& labels() const = 0;

    /// Calibrated log-odds of label `label_index` for these features (extracted under key 0). Each
    /// feature's evidence is scaled by 1 - topic (neutralised), in both directions; `topic` may be
    /// shorter than `features`, what is missing is 0.
    [[nodiscard]] virtual double log_odds(
        std::size_t label_index,
        std::span<const std::uint64_t> features,
        std::span<const float> topic
    ) const = 0;

    /// Contribution of one feature to log_odds before length normalisation; 0 when unknown.
    [[nodiscard]] virtual double weight(std::size_t label_index, std::uint64_t feature) const = 0;

    /// The feature will be asked for soon: a table of some MiB is in no near cache.
    virtual void prefetch(std::uint64_t /*feature*/) const {}

    /// Log-odds of a comment without any known feature.
    [[nodiscard]] virtual double bias(std::size_t label_index) const = 0;
};

/// Opens a model folder. Errors: not_found, malformed (checksum, size), unsupported (another
/// feature or file version; the detail says which and what to do). The file is mapped: replace it
/// by rename, never in place.
Result<std::shared_ptr<const Model>> open_model(const std::filesystem::path& folder);

}  // namespace chaffinch::classifier
