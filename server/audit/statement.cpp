// Deriving what is not stored: grounds, automation, and the sentences.

#include "server/audit/statement.h"

#include <algorithm>
#include <utility>

namespace chaffinch::audit {

namespace {

/// Whether the engine saw something that speaks against the comment.
bool detected(const Verdict& verdict) {
    return verdict.outcome != Outcome::approve || verdict.escalated;
}

Automation automation_of(const store::HistoryEntry& entry) {
    if (entry.decision.actor == Actor::engine) return Automation::fully;
    return detected(entry.verdict) ? Automation::partially : Automation::not_automated;
}

Ground ground_of(const DecisionRecord& decision) {
    if (decision.judgement != Judgement::reject) return Ground::none;
    return family(decision.reason) == ReasonFamily::legal ? Ground::law : Ground::terms;
}

std::string_view actor_words(const DecisionRecord& decision) {
    if (decision.act == Act::report) return "because readers reported it";
    if (decision.act == Act::appeal) return "because its author appealed";
    if (decision.act == Act::edit) return "after its author had edited it";
    switch (decision.actor) {
        case Actor::engine:
            return "by the automatic filter";
        case Actor::moderator:
            return "by a moderator";
        case Actor::author:
            return "by its author";
        case Actor::system:
            return "by the system";
    }
    return "";
}

std::string_view outcome_words(const DecisionRecord& decision) {
    if (decision.to == Status::withdrawn) return "withdrawn";
    switch (decision.judgement) {
        case Judgement::approve:
            return "approved";
        case Judgement::reject:
            return "rejected";
        case Judgement::escalate:
            return "held for a person";
    }
    return "";
}

std::string facts_of(const Statement& statement) {
    const DecisionRecord& decision = statement.entry.decision;
    std::string facts = "The comment was ";
    facts += outcome_words(decision);
    facts += ' ';
    facts += actor_words(decision);
    facts += statement.automation == Automation::partially
                 ? ", after the automatic filter had marked it."
                 : ".";
    if (decision.reason != Reason::none) {
        facts += " Reason: ";
        facts += info(decision.reason).public_text;
    }
    if (decision.undone_at) facts += " The decision was taken back later.";
    return facts;
}

std::string identifier(const DecisionRecord& decision) {
    std::string puid = decision.id.value + "-" + decision.comment.value;
    std::ranges::replace_if(
        puid,
        [](char c) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return !letter && !(c >= '0' && c <= '9') && c != '_' && c != '-';
        },
        '_'
    );
    return puid;
}

}  // namespace

std::string_view name(Automation automation) {
    switch (automation) {
        case Automation::not_automated:
            return "not";
        case Automation::partially:
            return "partially";
        case Automation::fully:
            return "fully";
    }
    return "";
}

std::string_view name(Ground ground) {
    switch (ground) {
        case Ground::none:
            return "none";
        case Ground::terms:
            return "terms";
        case Ground::law:
            return "law";
    }
    return "";
}

Statement statement_of(store::HistoryEntry entry) {
    Statement statement;
    statement.puid = identifier(entry.decision);
    statement.automated_detection = detected(entry.verdict);
    statement.automation = automation_of(entry);
    statement.ground = ground_of(entry.decision);
    for (const ReasonScore& reason : entry.verdict.reasons) {
        statement.detected.push_back(reason.reason);
    }
    for (const Signal& signal : entry.verdict.signals) {
        if (!signal.shadow) statement.evidence.push_back({signal.name, signal.rev});
    }
    statement.ms_to_decide = (entry.decision.at - entry.content_at).count();
    statement.entry = std::move(entry);
    statement.facts = facts_of(statement);
    return statement;
}

}  // namespace chaffinch::audit
