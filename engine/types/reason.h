// Reason codes: why a comment was held, rejected or escalated. Dotted, stable, never reused: they
// are stored, shown to authors and map to the categories of the Digital Services Act.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace chaffinch {

/// Order is not stored; the dotted code is (see reason_table()).
enum class Reason : std::uint8_t {
    none,
    spam_link_drop,
    spam_seo_author,
    spam_promotion,
    spam_testimonial,
    spam_pharma,
    spam_miracle_cure,
    spam_gambling,
    spam_crypto,
    spam_loan,
    spam_adult,
    spam_deceptive_link,
    spam_generic_praise,
    spam_copy_article,
    spam_copy_comment,
    spam_obfuscation,
    spam_content,  ///< the classifier's own reason: reads like spam
    abuse_insult,
    abuse_harassment,
    abuse_hate,
    abuse_threat,
    abuse_sexual,
    abuse_content,  ///< the classifier's own reason: reads like abuse
    safety_self_harm,
    safety_medical_emergency,
    safety_dangerous_instructions,
    privacy_pii_self,
    privacy_health_data,
    privacy_pii_third_party,
    privacy_doxxing,
    misinfo_medical,
    legal_defamation,
    quality_off_topic,
    quality_gibberish,
    quality_duplicate,
    quality_low_effort,
    policy_first_comment,
    policy_premod,
    policy_rate,
    policy_closed,
    policy_banned,
    policy_engine_fault,  ///< a part of the engine could not judge; a person must
    not_spam,             ///< a moderator's reason: this is not spam (trains)
    not_abuse,            ///< a moderator's reason: this is not abuse (trains)
    other,                ///< a moderator's reason that teaches nothing
};

/// The family decides what outranks what and which model a decision may train.
enum class ReasonFamily : std::uint8_t {
    none,
    spam,
    abuse,
    safety,
    privacy,
    misinfo,
    legal,
    quality,
    policy,
    verdict
};

struct ReasonInfo {
    Reason reason;
    std::string_view code;  ///< "spam.link_drop"
    ReasonFamily family;
    std::string_view public_text;  ///< one sentence that may be shown to the comment's author
};

std::span<const ReasonInfo> reason_table();
const ReasonInfo& info(Reason reason);
std::string_view code(Reason reason);
ReasonFamily family(Reason reason);

/// nullopt when no such code exists.
std::optional<Reason> reason_from_code(std::string_view code);

/// The known code nearest to `code` (for "did you mean"), or an empty view when none is near.
std::string_view nearest_reason_code(std::string_view code);

/// safety.* and privacy.*: such a comment is seen by a person before anything happens to it.
bool needs_human(Reason reason);

}  // namespace chaffinch
