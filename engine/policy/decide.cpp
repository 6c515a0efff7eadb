// The order of precedence, and the reasons that go with the outcome.

#include "engine/policy/decide.h"

#include "engine/policy/score.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace chaffinch::policy {

namespace {

/// With the default thresholds (5 and a cap of 4) a rejection needs one point that is not the
/// classifier's; asked for under every policy, so that a low threshold does not undo it.
constexpr double least_other_evidence = 1.0;

/// What the live signals ask for, whatever their weights.
struct Wishes {
    bool escalate = false;
    bool hold = false;
    bool allow = false;
    bool reject = false;
    bool person_first = false;  ///< a safety.* or privacy.* reason: never rejected
    bool beyond_allow = false;  ///< a reason that no allow rule outranks
};

/// A model scores and never acts: its signals have no action of their own.
Action acting(const Signal& signal) {
    if (signal.shadow || signal.source == SignalSource::classifier) return Action::score;
    if (signal.reason == Reason::policy_engine_fault && signal.action != Action::escalate) {
        return Action::hold;
    }
    return signal.action;
}

Wishes wishes_of(const Signals& signals) {
    Wishes wishes;
    for (const Signal& signal : signals) {
        if (signal.shadow) continue;
        const Action action = acting(signal);
        wishes.escalate |= action == Action::escalate;
        wishes.hold |= action == Action::hold;
        wishes.allow |= action == Action::allow;
        wishes.reject |= action == Action::reject;
        wishes.person_first |= needs_human(signal.reason);
        wishes.beyond_allow |= needs_human(signal.reason) || signal.reason == Reason::abuse_threat;
    }
    return wishes;
}

Outcome by_thresholds(const Score& score, const Policy& policy) {
    if (score.total >= policy.reject_at && score.besides_classifier >= least_other_evidence) {
        return Outcome::reject;
    }
    return score.total >= std::min(policy.hold_at, policy.reject_at) ? Outcome::hold
                                                                     : Outcome::approve;
}

Outcome outcome_of(const Wishes& wishes, const Score& score, const Policy& policy) {
    if (wishes.escalate || wishes.hold) return Outcome::hold;
    if (wishes.allow && !wishes.beyond_allow) return Outcome::approve;
    const Outcome outcome = wishes.reject ? Outcome::reject : by_thresholds(score, policy);
    return outcome == Outcome::reject && wishes.person_first ? Outcome::hold : outcome;
}

/// Reasons with a stronger action stand first. What policy itself wants (premoderation, first
/// comment) says nothing of the comment and must not hide what the evidence says.
int rank(const Signal& signal) {
    if (family(signal.reason) == ReasonFamily::policy) return 0;
    switch (acting(signal)) {
        case Action::escalate:
            return 3;
        case Action::hold:
            return 2;
        case Action::reject:
            return 1;
        case Action::allow:
        case Action::note:
        case Action::score:
            return 0;
    }
    return 0;
}

bool stops_publication(Action action) {
    return action == Action::escalate || action == Action::hold || action == Action::reject;
}

struct ReasonEvidence {
    std::int64_t micropoints = 0;  ///< integers, so that the order of signals does not show
    int rank = 0;
    bool acted = false;
};

std::vector<ReasonScore> reasons_of(const Signals& signals, const Score& score, Outcome outcome) {
    std::map<Reason, ReasonEvidence> evidence;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        if (signals[i].shadow || signals[i].reason == Reason::none) continue;
        ReasonEvidence& found = evidence[signals[i].reason];
        found.micropoints += std::llround(score.contributions[i] * 1e6);
        found.rank = std::max(found.rank, rank(signals[i]));
        found.acted |= stops_publication(acting(signals[i]));
    }
    std::vector<std::pair<Reason, ReasonEvidence>> listed;
    for (const auto& [reason, found] : evidence) {
        const bool acted = found.acted && outcome != Outcome::approve;
        if (found.micropoints > 0 || acted) listed.emplace_back(reason, found);
    }
    std::ranges::sort(listed, [](const auto& a, const auto& b) {
        if (a.second.rank != b.second.rank) return a.second.rank > b.second.rank;
        if (a.second.micropoints != b.second.micropoints) {
            return a.second.micropoints > b.second.micropoints;
        }
        return code(a.first) < code(b.first);
    });
    std::vector<ReasonScore> reasons;
    for (const auto& [reason, found] : listed) {
        reasons.push_back({reason, static_cast<double>(found.micropoints) / 1e6});
    }
    return reasons;
}

}  // namespace

Verdict decide(Signals signals, const Policy& policy) {
    const Policy obeyed = effective(policy, nullptr);
    const Score score = score_of(signals, obeyed);
    const Wishes wishes = wishes_of(signals);
    Verdict verdict;
    verdict.outcome = outcome_of(wishes, score, obeyed);
    verdict.escalated = wishes.escalate;
    verdict.discard = verdict.outcome == Outcome::reject && score.total >= obeyed.discard_at;
    verdict.score = score.total;
    verdict.reasons = reasons_of(signals, score, verdict.outcome);
    verdict.signals = std::move(signals);
    verdict.provenance.policy = obeyed.version;
    return verdict;
}

}  // namespace chaffinch::policy
