// The whole judgement of one comment, on one screen.

#include "engine/pipeline/pipeline.h"

#include "engine/context/fingerprint.h"
#include "engine/context/relate.h"
#include "engine/policy/decide.h"
#include "engine/text/document.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace chaffinch {

namespace {

void append(Signals& to, Signals from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Names of the rules that fired, in order; they are features of the site layer.
std::vector<std::string> rule_hits(const Signals& signals) {
    std::vector<std::string> names;
    for (const Signal& signal : signals) {
        if (signal.source == SignalSource::rule) names.emplace_back(signal.name);
    }
    return names;
}

/// Gives the signals the terms of their explained doubles.
void add_terms(Signals& signals, Signals explained) {
    for (Signal& from : explained) {
        const auto to = std::ranges::find(signals, from.name, &Signal::name);
        if (to == signals.end()) continue;
        to->terms = std::move(from.terms);
        to->neutralised = std::move(from.neutralised);
        to->explanation = std::move(from.explanation);
        to->spans = std::move(from.spans);
    }
}

double probability_of(const Signals& signals, std::string_view name) {
    const auto found = std::ranges::find(signals, name, &Signal::name);
    return found == signals.end() ? -1 : found->probability;
}

rules::ClassifierView classifier_view(const Signals& signals) {
    return {
        .spam = probability_of(signals, "classifier.spam"),
        .abuse = probability_of(signals, "classifier.toxic"),
    };
}

std::vector<std::string> hosts_of(const text::Document& document) {
    std::vector<std::string> hosts;
    for (const text::Link& link : document.links) {
        if (link.host.empty() || std::ranges::find(hosts, link.host) != hosts.end()) continue;
        hosts.push_back(link.host);
    }
    return hosts;
}

}  // namespace

Pipeline::Pipeline(
    rules::RuleSet rules,
    classifier::Classifier classifier,
    policy::Policy policy,
    std::shared_ptr<context::ProfileCache> profiles
)
    : rules_(std::move(rules)),
      classifier_(std::move(classifier)),
      policy_(std::move(policy)),
      profiles_(std::move(profiles)) {}

Verdict Pipeline::moderate(const Comment& comment, const Facts& facts) const {
    return assess(comment, facts).verdict;
}

Reading Pipeline::read(const Comment& comment) {
    Reading reading;
    reading.document = text::analyze(comment);
    reading.fingerprint = context::fingerprint(reading.document);
    reading.link_hosts = hosts_of(reading.document);
    return reading;
}

Assessment Pipeline::assess(const Comment& comment, const Facts& facts, Explain explain) const {
    return assess(comment, read(comment), facts, explain);
}

Assessment Pipeline::assess(
    const Comment& comment, const Reading& reading, const Facts& facts, Explain explain
) const {
    const policy::Policy policy = policy::effective(policy_, facts.article.get());
    const text::Document& document = reading.document;
    const context::Relation relation = context::relate(
        document, reading.fingerprint, profiles_->profile_of(facts.article.get()), facts
    );

    Assessment out;
    out.fingerprint = reading.fingerprint;
    out.language = document.language;
    out.link_hosts = reading.link_hosts;
    if (auto early = policy::admit(comment, facts, policy)) {
        out.verdict = *std::move(early);
    } else {
        rules::Findings found;
        Signals signals = rules_.match(comment, document, relation, facts, &found);
        const std::vector<std::string> hits = rule_hits(signals);
        const auto score = [&](classifier::Detail detail) {
            return classifier_.score(
                comment, document, relation, {hits.begin(), hits.end()}, detail
            );
        };
        append(
            signals,
            score(
                explain == Explain::always ? classifier::Detail::explained
                                           : classifier::Detail::score_only
            )
        );
        const rules::ClassifierView view = classifier_view(signals);
        signals =
            rules_.combine(std::move(signals), comment, document, relation, facts, view, found);
        append(
            signals,
            policy::policy_signals(comment, facts, policy, static_cast<int>(document.links.size()))
        );
        out.verdict = policy::decide(std::move(signals), policy);
        if (explain == Explain::held_and_rejected && out.verdict.outcome != Outcome::approve) {
            add_terms(out.verdict.signals, score(classifier::Detail::explained));
        }
    }
    out.verdict.provenance = {
        .rules = rules_.version(), .model = classifier_.version(), .policy = policy.version
    };
    return out;
}

}  // namespace chaffinch
