// BatchGate: refuses a batch of lessons that makes a layer worse on comments it was never taught.
//
// RONI ("reject on negative impact"; Barreno, Nelson et al., "The security of machine learning",
// 2010), by batches: after every 200 lessons the hold-out of the site's own decisions is scored
// with the layer, and compared with the scores before the batch. A batch is refused when the
// accuracy among the wanted, or among the unwanted, fell by more than half a point and by more than
// chance would explain: with 250 comments two are nearly half a point, so the fall must also be two
// standard deviations of McNemar's test (wrong now and right before, against the reverse).
//
// Asleep until 20 comments are held out, some 300 lessons on a new site: with so few, only a batch
// that turns many of them round is more than chance, which is what a stolen account does; with 500,
// which the design asked for and a site has after 5,000 lessons, half a point shows.
//
// Lessons count at once, so a batch is in force until it is judged: a decision must show in the
// next comment, and 200 of them are taken back together.

#pragma once

#include "engine/classifier/site_layer.h"

#include <cstddef>
#include <string>
#include <vector>

namespace chaffinch::learning {

struct GateLimits {
    std::size_t batch = 200;
    std::size_t least_held_out = 20;
    std::size_t most_held_out = 1'000;  ///< the newest
    double worst_fall = 0.005;          ///< of a class's accuracy
    double deviations = 2;
};

class BatchGate {
  public:
    explicit BatchGate(GateLimits limits = {});

    /// `ordinal` grows with each call of hold_out() and learnt().
    void hold_out(
        classifier::TrainingExample example, std::size_t ordinal, const classifier::SiteLayer* layer
    );

    /// After the layer has learnt `event`. Gives the events that the layer has to unlearn, which is
    /// the whole batch, when this one completes a batch that is refused; else none. A batch ends
    /// either way.
    std::vector<std::string> learnt(
        const std::string& event, std::size_t ordinal, const classifier::SiteLayer& layer
    );

    /// To be called when the layer has unlearnt a refused batch, or kept one: the next begins.
    void begin_batch(std::size_t ordinal, const classifier::SiteLayer& layer);

    /// Whether no comparison has used what was held out or learnt at `ordinal`, so that it can be
    /// taken out as if it had never been there.
    [[nodiscard]] bool untouched(std::size_t ordinal) const;

    /// Takes out what is untouched; unknown events are not an error.
    void take_out(const std::string& event);

    [[nodiscard]] std::size_t held_out() const { return held_out_.size(); }

    [[nodiscard]] std::size_t refused() const { return refused_; }

  private:
    [[nodiscard]] bool worsened(const classifier::SiteLayer& layer, bool positive) const;

    GateLimits limits_;
    std::vector<classifier::TrainingExample> held_out_{};
    bool awake_ = false;
    std::size_t began_ = 0;  ///< ordinal at which the open batch began
    std::vector<std::string> batch_{};
    std::vector<bool> right_before_{};  ///< of the first hold-outs, at the beginning of the batch
    std::size_t refused_ = 0;
};

}  // namespace chaffinch::learning
