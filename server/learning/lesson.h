// Lesson: all that learning needs to know of one ledger event, made from the ledger row alone, so
// that a ledger learnt again gives the same lessons.

#pragma once

#include "engine/classifier/site_layer.h"
#include "engine/pipeline/engine_files.h"
#include "server/records/decision.h"
#include "server/store/ledger.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch::learning {

/// What the classifier thought of an answer before it was given.
enum class Stance : std::uint8_t { unsure, same, opposite };

/// What the guards look at. Empty strings are unknown and never capped.
struct LessonFacts {
    std::int64_t sequence = 0;
    std::string event{};
    TrainingLabel label = TrainingLabel::spam;
    bool positive = false;
    std::chrono::sys_days day{};  ///< UTC, of the decision
    std::string moderator{};
    std::string author{};              ///< the site's id of the author, or else the e-mail address
    std::string network{};             ///< public /24 or /64
    std::vector<std::string> hosts{};  ///< of links, distinct, at most eight
    bool already_right = false;  ///< the classifier was sure of this answer before it was given
    /// Less than already_right asks for: the classifier alone would have held the comment, or was
    /// as sure that it was wanted.
    Stance stance = Stance::unsure;
    bool held = false;  ///< the engine did not publish the comment by itself

    /// The engine's verdict and the moderator's point the same way.
    [[nodiscard]] bool agreed() const { return held == positive; }
};

struct Lesson {
    LessonFacts facts{};
    classifier::TrainingExample example{};  ///< under the key of the installation, weight 1
};

/// A classifier at least so sure of an answer had it right already (reliability.md, 4.6).
inline constexpr double sure = 0.95;

/// The stance of a classifier that gave this probability to the answer.
Stance stance_of(double foretold);

/// The thread around the comment is left out: it will be another one when the ledger is learnt
/// again. So is what the site has taught until then, which would make a lesson depend on lessons
/// that may be taken back.
Lesson lesson_of(
    const store::LedgerEntry& entry,
    const std::vector<std::shared_ptr<const classifier::Model>>& models,
    context::ProfileCache& profiles,
    classifier::HashKey key
);

}  // namespace chaffinch::learning
