// One comment under two rule sets.

#include "server/rulebook/replay.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace chaffinch::rulebook {

namespace {

/// What is known now of what was known then.
Facts facts_of(const store::DecidedComment& decided, store::FactsReader& facts) {
    Facts known;
    known.article = facts.article(decided.record.site, decided.record.comment.article);
    known.now = decided.record.created_at;
    return known;
}

bool is_caught(const Verdict& verdict) {
    return verdict.outcome != Outcome::approve;
}

std::optional<ReplayChange> change_between(const Verdict& before, const Verdict& after) {
    if (!is_caught(before) && is_caught(after)) return ReplayChange::newly_caught;
    if (is_caught(before) && !is_caught(after)) return ReplayChange::no_longer_caught;
    if (before.outcome != after.outcome || before.escalated != after.escalated) {
        return ReplayChange::otherwise_caught;
    }
    return std::nullopt;
}

std::set<std::string> fired(const Verdict& verdict) {
    std::set<std::string> names;
    for (const Signal& signal : verdict.signals) {
        const bool rule =
            signal.source == SignalSource::rule || signal.source == SignalSource::composite;
        if (rule && !signal.shadow) names.insert(signal.name);
    }
    return names;
}

std::vector<std::string> fired_on_one_side(const Verdict& before, const Verdict& after) {
    const std::set<std::string> then = fired(before);
    const std::set<std::string> now = fired(after);
    std::vector<std::string> names;
    std::ranges::set_symmetric_difference(then, now, std::back_inserter(names));
    return names;
}

ReplayCount& count_of(ReplayChange change, ReplayReport& report) {
    switch (change) {
        case ReplayChange::newly_caught:
            return report.newly_caught;
        case ReplayChange::no_longer_caught:
            return report.no_longer_caught;
        case ReplayChange::otherwise_caught:
            return report.otherwise_caught;
    }
    return report.otherwise_caught;
}

}  // namespace

void replay_one(
    const store::DecidedComment& decided,
    const Pipeline& in_force,
    const Pipeline& draft,
    store::FactsReader& facts,
    ReplayReport& report
) {
    const Facts known = facts_of(decided, facts);
    const Comment& comment = decided.record.comment;
    const Reading reading = Pipeline::read(comment);
    Verdict before = in_force.assess(comment, reading, known, Explain::held_and_rejected).verdict;
    Verdict after = draft.assess(comment, reading, known, Explain::held_and_rejected).verdict;
    ++report.replayed;
    const Timestamp at = decided.decision.at;
    report.oldest = report.oldest ? std::min(*report.oldest, at) : at;

    const auto change = change_between(before, after);
    if (!change) return;
    ReplayCount& count = count_of(*change, report);
    const bool rejected = decided.decision.judgement == Judgement::reject;
    ++(rejected ? count.rejected : count.approved);
    if (count.approved + count.rejected > most_samples) return;
    ReplayedComment sample{.change = *change, .decided = decided};
    sample.rules = fired_on_one_side(before, after);
    sample.before = std::move(before);
    sample.after = std::move(after);
    report.samples.push_back(std::move(sample));
}

}  // namespace chaffinch::rulebook
