// Replay: what a draft would have said of comments that people have decided, beside what the rules
// in force say of them.
//
// Both are asked with the same facts: the article and what the comment itself carries. An author's
// history and the rates of that hour are not kept and therefore unknown to both, so a rule that
// needs them stays silent on both sides; the report says so.

#pragma once

#include "engine/pipeline/pipeline.h"
#include "server/store/rules.h"
#include "server/store/submissions.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rulebook {

/// How a draft changes what becomes of one comment.
enum class ReplayChange : std::uint8_t {
    newly_caught,      ///< published before, held or rejected now
    no_longer_caught,  ///< the reverse
    otherwise_caught,  ///< held instead of rejected, rejected instead of held, escalated or not
};

struct ReplayedComment {
    ReplayChange change = ReplayChange::newly_caught;
    store::DecidedComment decided{};
    Verdict before{};
    Verdict after{};
    std::vector<std::string> rules{};  ///< ids of rules that fired on one side only
};

struct ReplayCount {
    std::size_t approved = 0;  ///< by the person
    std::size_t rejected = 0;
};

struct ReplayReport {
    std::size_t replayed = 0;
    /// False when time was up before the wanted number; true also when there are no more.
    bool complete = true;
    std::optional<Timestamp> oldest{};  ///< decision among those replayed
    ReplayCount newly_caught{};
    ReplayCount no_longer_caught{};
    ReplayCount otherwise_caught{};
    std::vector<ReplayedComment> samples{};  ///< newest first, at most most_samples a change
};

inline constexpr std::size_t most_samples = 50;

/// Judges one comment twice and adds what comes of it to `report`. Pure but for the look-up of the
/// article; some 0.2 ms.
void replay_one(
    const store::DecidedComment& decided,
    const Pipeline& in_force,
    const Pipeline& draft,
    store::FactsReader& facts,
    ReplayReport& report
);

}  // namespace chaffinch::rulebook
