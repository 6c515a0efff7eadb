// The table of reason codes.

#include "engine/types/reason.h"

#include "engine/types/diagnostic.h"

#include <algorithm>
#include <array>
#include <vector>

namespace chaffinch {

namespace {

constexpr std::array reasons{
    ReasonInfo{Reason::none, "", ReasonFamily::none, ""},
    ReasonInfo{
        Reason::spam_link_drop,
        "spam.link_drop",
        ReasonFamily::spam,
        "Looks like a comment made to place links"
    },
    ReasonInfo{
        Reason::spam_seo_author,
        "spam.seo_author",
        ReasonFamily::spam,
        "The author's name looks like an advertisement"
    },
    ReasonInfo{
        Reason::spam_promotion, "spam.promotion", ReasonFamily::spam, "Looks like an advertisement"
    },
    ReasonInfo{
        Reason::spam_testimonial,
        "spam.testimonial",
        ReasonFamily::spam,
        "Looks like a made-up customer report"
    },
    ReasonInfo{
        Reason::spam_pharma,
        "spam.pharma",
        ReasonFamily::spam,
        "Looks like an offer of prescription drugs"
    },
    ReasonInfo{
        Reason::spam_miracle_cure,
        "spam.miracle_cure",
        ReasonFamily::spam,
        "Looks like an offer of a miracle cure"
    },
    ReasonInfo{
        Reason::spam_gambling,
        "spam.gambling",
        ReasonFamily::spam,
        "Looks like an advertisement for gambling"
    },
    ReasonInfo{
        Reason::spam_crypto, "spam.crypto", ReasonFamily::spam, "Looks like an investment scheme"
    },
    ReasonInfo{Reason::spam_loan, "spam.loan", ReasonFamily::spam, "Looks like an offer of loans"},
    ReasonInfo{
        Reason::spam_adult,
        "spam.adult",
        ReasonFamily::spam,
        "Looks like an advertisement for adult services"
    },
    ReasonInfo{
        Reason::spam_deceptive_link,
        "spam.deceptive_link",
        ReasonFamily::spam,
        "Holds a link that pretends to lead elsewhere"
    },
    ReasonInfo{
        Reason::spam_generic_praise,
        "spam.generic_praise",
        ReasonFamily::spam,
        "Praise that would fit any article"
    },
    ReasonInfo{
        Reason::spam_copy_article, "spam.copy_article", ReasonFamily::spam, "Repeats the article"
    },
    ReasonInfo{
        Reason::spam_copy_comment,
        "spam.copy_comment",
        ReasonFamily::spam,
        "Repeats another comment"
    },
    ReasonInfo{
        Reason::spam_obfuscation, "spam.obfuscation", ReasonFamily::spam, "Words are disguised"
    },
    ReasonInfo{Reason::spam_content, "spam.content", ReasonFamily::spam, "Reads like spam"},
    ReasonInfo{Reason::abuse_insult, "abuse.insult", ReasonFamily::abuse, "Insults somebody"},
    ReasonInfo{
        Reason::abuse_harassment, "abuse.harassment", ReasonFamily::abuse, "Harasses somebody"
    },
    ReasonInfo{
        Reason::abuse_hate, "abuse.hate", ReasonFamily::abuse, "Attacks people for what they are"
    },
    ReasonInfo{Reason::abuse_threat, "abuse.threat", ReasonFamily::abuse, "Threatens somebody"},
    ReasonInfo{Reason::abuse_sexual, "abuse.sexual", ReasonFamily::abuse, "Sexual language"},
    ReasonInfo{Reason::abuse_content, "abuse.content", ReasonFamily::abuse, "Reads like abuse"},
    ReasonInfo{
        Reason::safety_self_harm,
        "safety.self_harm",
        ReasonFamily::safety,
        "Somebody may be in danger; a person looks at it first"
    },
    ReasonInfo{
        Reason::safety_medical_emergency,
        "safety.medical_emergency",
        ReasonFamily::safety,
        "May be about an emergency; a person looks at it first"
    },
    ReasonInfo{
        Reason::safety_dangerous_instructions,
        "safety.dangerous_instructions",
        ReasonFamily::safety,
        "May describe something dangerous; a person looks at it first"
    },
    ReasonInfo{
        Reason::privacy_pii_self,
        "privacy.pii_self",
        ReasonFamily::privacy,
        "Holds your own contact data"
    },
    ReasonInfo{
        Reason::privacy_health_data,
        "privacy.health_data",
        ReasonFamily::privacy,
        "Holds data about your health together with your identity"
    },
    ReasonInfo{
        Reason::privacy_pii_third_party,
        "privacy.pii_third_party",
        ReasonFamily::privacy,
        "Holds somebody else's contact data"
    },
    ReasonInfo{
        Reason::privacy_doxxing,
        "privacy.doxxing",
        ReasonFamily::privacy,
        "Reveals private data of somebody else"
    },
    ReasonInfo{
        Reason::misinfo_medical,
        "misinfo.medical",
        ReasonFamily::misinfo,
        "Makes medical claims that need a look"
    },
    ReasonInfo{
        Reason::legal_defamation,
        "legal.defamation",
        ReasonFamily::legal,
        "Accuses somebody by name"
    },
    ReasonInfo{
        Reason::quality_off_topic,
        "quality.off_topic",
        ReasonFamily::quality,
        "Not about the article"
    },
    ReasonInfo{
        Reason::quality_gibberish, "quality.gibberish", ReasonFamily::quality, "Could not be read"
    },
    ReasonInfo{
        Reason::quality_duplicate,
        "quality.duplicate",
        ReasonFamily::quality,
        "The same comment was sent before"
    },
    ReasonInfo{
        Reason::quality_low_effort,
        "quality.low_effort",
        ReasonFamily::quality,
        "Very little content"
    },
    ReasonInfo{
        Reason::policy_first_comment,
        "policy.first_comment",
        ReasonFamily::policy,
        "First comments are looked at by a person"
    },
    ReasonInfo{
        Reason::policy_premod,
        "policy.premod",
        ReasonFamily::policy,
        "Comments here are looked at by a person before they appear"
    },
    ReasonInfo{
        Reason::policy_rate, "policy.rate", ReasonFamily::policy, "Many comments in a short time"
    },
    ReasonInfo{Reason::policy_closed, "policy.closed", ReasonFamily::policy, "Comments are closed"},
    ReasonInfo{
        Reason::policy_banned,
        "policy.banned",
        ReasonFamily::policy,
        "This author may not comment here"
    },
    ReasonInfo{
        Reason::policy_engine_fault,
        "policy.engine_fault",
        ReasonFamily::policy,
        "Could not be checked automatically; a person looks at it"
    },
    ReasonInfo{Reason::not_spam, "verdict.not_spam", ReasonFamily::verdict, "Not spam"},
    ReasonInfo{Reason::not_abuse, "verdict.not_abuse", ReasonFamily::verdict, "Not abusive"},
    ReasonInfo{Reason::other, "verdict.other", ReasonFamily::verdict, "Decided by a moderator"},
};

constexpr bool indexed_by_enumerator() {
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        if (static_cast<std::size_t>(reasons[i].reason) != i) return false;
    }
    return true;
}

static_assert(indexed_by_enumerator());

}  // namespace

std::span<const ReasonInfo> reason_table() {
    return reasons;
}

const ReasonInfo& info(Reason reason) {
    return reasons[static_cast<std::size_t>(reason)];
}

std::string_view code(Reason reason) {
    return info(reason).code;
}

ReasonFamily family(Reason reason) {
    return info(reason).family;
}

std::optional<Reason> reason_from_code(std::string_view code) {
    const auto found = std::ranges::find(reasons, code, &ReasonInfo::code);
    if (code.empty() || found == reasons.end()) return std::nullopt;
    return found->reason;
}

std::string_view nearest_reason_code(std::string_view code) {
    std::vector<std::string_view> codes;
    for (const ReasonInfo& row : reasons) codes.push_back(row.code);
    return nearest(code, codes);
}

bool needs_human(Reason reason) {
    return family(reason) == ReasonFamily::safety || family(reason) == ReasonFamily::privacy;
}

}  // namespace chaffinch
