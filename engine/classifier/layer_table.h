// LayerTable: the numbers of one site layer: a slot a feature, and a few scalars. Internal to the
// room.
//
// Every number is a relaxed atomic, since readers may look while the writer writes the *other*
// table or, late, this one; SiteLayer's version tells them when to look again. One writer.

#pragma once

#include "engine/classifier/arithmetic.h"
#include "engine/classifier/site_layer.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace chaffinch::classifier {

/// Counts are kept in quarters of a decision, so that half-weight events count exactly.
inline constexpr std::uint32_t count_unit = 4;

/// The upper half of a feature's hash; a table of 2^b slots takes the upper b bits of it, so the
/// same comment serves tables of any size.
using Place = std::uint32_t;

/// A comment as the table sees it: places, and the few topic weights that are not zero.
struct SlotView {
    std::span<const Place> places{};
    /// (position in `places`, topic weight), rising positions.
    std::span<const std::pair<std::uint32_t, float>> topics{};
    double general_z = 0;  ///< clamped to +-z_clip
    std::size_t body = 0;  ///< the first so many places are of the body
};

/// An example's own count, to be left out when it is trained on again: without this the residuals
/// under-train (1-AUC doubles, classifier.md 4.6).
struct OwnCount {
    bool positive = false;
    std::uint32_t units = 0;
};

struct LayerParts {
    double ratios = 0;     ///< sum of log-ratios over sqrt(n)
    double residuals = 0;  ///< sum of residual weights over sqrt(n)
    double z = 0;          ///< before calibration
    double intercept = 0;  ///< of z: what is not divided by length
};

/// Contribution of one feature, before and after neutralisation, normalised by length.
struct FeaturePart {
    double plain = 0;
    double neutral = 0;
};

class LayerTable {
  public:
    /// 16 bytes a slot. `slot_bits` in [1, 32].
    explicit LayerTable(int slot_bits);

    [[nodiscard]] int slot_bits() const { return slot_bits_; }

    [[nodiscard]] LayerParts parts(const SlotView& view, OwnCount own) const;

    /// The same, and what each feature adds, before division by length. The same size as places.
    LayerParts parts(const SlotView& view, std::vector<double>& evidence) const;
    [[nodiscard]] FeaturePart part(Place place, double topic, std::size_t features) const;
    [[nodiscard]] double seen(Place place) const;  ///< decisions that had this feature
    [[nodiscard]] double calibrated(double z) const;
    [[nodiscard]] Margins margins() const;

    [[nodiscard]] double bias() const { return bias_.load(relaxed); }

    [[nodiscard]] double general_gain() const { return gain_.load(relaxed); }

    [[nodiscard]] double calibration_slope() const { return slope_.load(relaxed); }

    [[nodiscard]] double calibration_offset() const { return offset_.load(relaxed); }

    [[nodiscard]] std::uint32_t decisions(bool positive) const {
        return decisions_[positive].load(relaxed);
    }

    /// Sum of weights of a class, in decisions.
    [[nodiscard]] double total(bool positive) const;

    void step(
        const SlotView& view, bool positive, double weight, OwnCount own, Redescent redescent
    );
    void count(const SlotView& view, bool positive, std::uint32_t units);
    void set_calibration(double slope, double offset, const Margins& margins);
    void reset();

    /// From a table of the same size.
    void copy_slots(const LayerTable& from, std::span<const Place> places);
    void copy_scalars(const LayerTable& from);
    void copy_all(const LayerTable& from);

    /// Feeds every number to a hash, in a fixed order.
    template <class Hash>
    void digest(Hash&& hash) const {
        hash(slot_bits_);
        for (const auto* value : scalars()) hash(value->load(relaxed));
        for (const bool positive : {false, true}) {
            hash(decisions_[positive].load(relaxed));
            hash(units_[positive].load(relaxed));
        }
        for (std::size_t i = 0; i < slot_count(); ++i) {
            const Slot& slot = slots_[i];
            const std::uint32_t p = slot.positives.load(relaxed);
            const std::uint32_t n = slot.negatives.load(relaxed);
            if (p + n == 0) continue;
            hash(static_cast<std::uint64_t>(i));
            hash(p);
            hash(n);
            hash(slot.weight.load(relaxed));
            hash(slot.squares.load(relaxed));
        }
    }

  private:
    static constexpr std::memory_order relaxed = std::memory_order_relaxed;

    struct Slot {
        std::atomic<std::uint32_t> positives{0};
        std::atomic<std::uint32_t> negatives{0};
        std::atomic<float> weight{0};   ///< v
        std::atomic<float> squares{0};  ///< sum of squared gradients
    };

    static_assert(sizeof(Slot) == 16);

    template <class Take>
    LayerParts summed(const SlotView& view, OwnCount own, Take&& take) const;

    [[nodiscard]] std::size_t slot_count() const { return std::size_t{1} << slot_bits_; }

    [[nodiscard]] std::size_t index(Place place) const { return place >> (32 - slot_bits_); }

    [[nodiscard]] double base(OwnCount own) const;
    [[nodiscard]] double ratio(const Slot& slot, double base, OwnCount own) const;
    [[nodiscard]] static double seen(const Slot& slot, OwnCount own);
    void copy_slot(const LayerTable& from, std::size_t at);
    [[nodiscard]] std::vector<const std::atomic<double>*> scalars() const;

    int slot_bits_;
    std::unique_ptr<Slot[]> slots_;
    std::atomic<double> bias_{0}, bias_squares_{1};
    std::atomic<double> scale_{1}, scale_squares_{1};  ///< of the log-ratios
    std::atomic<double> gain_{0.5}, gain_squares_{1};  ///< of the general layer
    std::atomic<double> slope_{1}, offset_{0};         ///< calibration
    std::array<std::atomic<double>, passage_kinds> margins_{
        no_margins[0], no_margins[1], no_margins[2], no_margins[3]
    };
    std::atomic<std::uint32_t> decisions_[2]{};
    std::atomic<std::uint32_t> units_[2]{};
};

}  // namespace chaffinch::classifier
