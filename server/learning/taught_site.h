// TaughtSite: what one site's lessons, offered in the order of the ledger, have made of its two
// layers. Admission decides what is learnt, the batch gates what stays learnt.
//
// Everything follows from the lessons in order and from who is vouched for, so a site made anew
// from the ledger equals this one to the bit. One thread changes it; its layers may be read by any
// number of threads meanwhile.

#pragma once

#include "engine/classifier/site_layer.h"
#include "engine/evaluation/metrics.h"
#include "server/learning/admission.h"
#include "server/learning/batch_gate.h"
#include "server/learning/curve.h"
#include "server/learning/lesson.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace chaffinch::learning {

/// What became of the lessons in force.
struct Tally {
    std::array<std::size_t, 7> by_ruling{};  ///< indexed by Ruling
    std::size_t waiting = 0;                 ///< for the next day
    std::size_t doubted = 0;                 ///< waiting, because their moderator is in doubt
    std::size_t moderators_in_doubt = 0;
    std::size_t batches_refused = 0;
};

class TaughtSite {
  public:
    explicit TaughtSite(
        classifier::HashKey key,
        AdmissionLimits limits = {},
        GateLimits gate_limits = {},
        classifier::LayerOptions layer_options = {},
        Vouched vouched = {}
    );

    /// False, and nothing happens, when its place is not after all lessons offered so far.
    bool offer(Lesson lesson);

    /// Takes lessons back; unknown ones are not an error. False, and nothing happens, when others
    /// would have fared differently without them: the site has then to be made anew.
    bool take_back(std::span<const std::string> events);

    /// Null until the first lesson of its kind is learnt.
    [[nodiscard]] const std::shared_ptr<classifier::SiteLayer>& layer(TrainingLabel label) const {
        return layers_.at(static_cast<std::size_t>(label));
    }

    [[nodiscard]] Tally tally() const;

    /// As Admission::doubted_by_moderator().
    [[nodiscard]] std::map<std::string, std::size_t> doubted_by_moderator() const {
        return admission_.doubted_by_moderator();
    }

    /// Lessons in force, in order, learnt or not.
    [[nodiscard]] const std::vector<LessonFacts>& lessons() const { return lessons_; }

    /// What the layers said before they were told, and what the engine did, against the answers.
    [[nodiscard]] Curve curve() const;

    /// What the layer of `label` gave out before each of its newest 2,000 lessons, and the answers.
    [[nodiscard]] std::vector<evaluation::ScoredRow> foretold(TrainingLabel label) const;

    /// Hash over the state of both layers, for "equal to the bit".
    [[nodiscard]] std::uint64_t state_hash() const;

  private:
    /// Where a lesson went.
    struct Place {
        Admitted admitted{};
        std::size_t ordinal = 0;
    };

    void settle(const Admitted& admitted, classifier::TrainingExample example);
    [[nodiscard]] bool others_fare_alike(
        const std::vector<LessonFacts>& left,
        std::span<const std::string> gone,
        Admission& admission
    ) const;

    BatchGate& gate(TrainingLabel label) { return gates_.at(static_cast<std::size_t>(label)); }

    classifier::HashKey key_;
    AdmissionLimits limits_;
    classifier::LayerOptions layer_options_;
    Vouched vouched_;
    Admission admission_;
    std::array<BatchGate, 2> gates_;
    std::array<std::shared_ptr<classifier::SiteLayer>, 2> layers_{};
    std::vector<LessonFacts> lessons_{};
    std::unordered_map<std::string, classifier::TrainingExample> waiting_{};
    std::vector<Place> places_{};  ///< of settled lessons, in the order of learning
    std::size_t ordinal_ = 0;      ///< of the newest settled lesson, ever growing
    std::int64_t newest_ = 0;      ///< sequence of the newest lesson offered
};

}  // namespace chaffinch::learning
