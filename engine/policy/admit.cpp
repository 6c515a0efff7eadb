// What policy says of a comment without reading it.

#include "engine/policy/decide.h"

#include <chrono>
#include <string>
#include <utility>

namespace chaffinch::policy {

namespace {

Signal wish(std::string name, Reason reason, Action action, std::string explanation) {
    Signal signal;
    signal.name = std::move(name);
    signal.source = SignalSource::policy;
    signal.reason = reason;
    signal.action = action;
    signal.explanation = std::move(explanation);
    return signal;
}

bool closed_by_age(const Article& article, const std::optional<Timestamp>& now) {
    const std::optional<int> days = article.policy.close_after_days;
    if (!days || *days < 1 || !article.published_at || !now) return false;
    return *now - *article.published_at >= std::chrono::days{*days};
}

/// nullopt when the article takes comments.
std::optional<std::string> why_closed(const Facts& facts) {
    // Closing keeps new comments out; what stands may still be corrected by its author.
    if (!facts.article || facts.edit.is_edit) return std::nullopt;
    if (facts.article->policy.comments == CommentPolicy::closed) {
        return "The article takes no comments.";
    }
    if (!closed_by_age(*facts.article, facts.now)) return std::nullopt;
    return "The article takes comments for " +
           std::to_string(*facts.article->policy.close_after_days) + " days only.";
}

bool is_held_author(const AuthorFacts& author) {
    return author.standing == Standing::hold || author.standing == Standing::shadow_hold;
}

/// Unknown history counts as none: only a verified author can have any.
bool is_first_comment(const AuthorFacts& author) {
    return author.standing != Standing::trusted && author.approved.value_or(0) < 1;
}

}  // namespace

std::optional<Verdict> admit(const Comment& /*comment*/, const Facts& facts, const Policy& policy) {
    Signals signals;
    if (facts.author.standing == Standing::banned) {
        signals.push_back(wish(
            "policy.banned",
            Reason::policy_banned,
            Action::reject,
            "The author is banned from this site."
        ));
    }
    if (auto why = why_closed(facts)) {
        signals.push_back(
            wish("policy.closed", Reason::policy_closed, Action::reject, *std::move(why))
        );
    }
    if (signals.empty()) return std::nullopt;
    return decide(std::move(signals), policy);
}

Signals policy_signals(
    const Comment& /*comment*/, const Facts& facts, const Policy& policy, int links
) {
    Signals signals;
    if (policy.premoderate) {
        signals.push_back(wish(
            "policy.premoderation",
            Reason::policy_premod,
            Action::hold,
            "Every comment here is read by a person before it is published."
        ));
    }
    if (is_held_author(facts.author)) {
        signals.push_back(wish(
            "policy.author_on_hold",
            Reason::policy_premod,
            Action::hold,
            "A moderator wants to see this author's comments first."
        ));
    }
    if (facts.campaign.rejected) {
        signals.push_back(wish(
            "policy.campaign",
            Reason::spam_copy_comment,
            Action::hold,
            "A moderator rejected a group of comments like this one."
        ));
    }
    if (policy.hold_first_comment && is_first_comment(facts.author)) {
        signals.push_back(wish(
            "policy.first_comment",
            Reason::policy_first_comment,
            Action::hold,
            "No earlier comment of this author has been approved."
        ));
    }
    const std::optional<int> allowed =
        facts.article ? facts.article->policy.links_allowed : std::nullopt;
    if (allowed && links > *allowed) {
        signals.push_back(wish(
            "policy.links_allowed",
            Reason::spam_link_drop,
            Action::hold,
            std::to_string(links) + " links, where the article allows " + std::to_string(*allowed) +
                "."
        ));
    }
    return signals;
}

}  // namespace chaffinch::policy
