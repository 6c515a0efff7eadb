// The numbers are stored: names are added at the end, and none is taken out or moved.

#include "server/store/sqlite/queue_traits.h"

#include <array>
#include <cstddef>

namespace chaffinch::store::sqlite {

namespace {

constexpr auto numbered = std::to_array<std::string_view>(
    {"escalated",
     "reported",
     "appealed",
     "spam.link_drop",
     "spam.seo_author",
     "spam.promotion",
     "spam.testimonial",
     "spam.pharma",
     "spam.miracle_cure",
     "spam.gambling",
     "spam.crypto",
     "spam.loan",
     "spam.adult",
     "spam.deceptive_link",
     "spam.generic_praise",
     "spam.copy_article",
     "spam.copy_comment",
     "spam.obfuscation",
     "spam.content",
     "abuse.insult",
     "abuse.harassment",
     "abuse.hate",
     "abuse.threat",
     "abuse.sexual",
     "abuse.content",
     "safety.self_harm",
     "safety.medical_emergency",
     "safety.dangerous_instructions",
     "privacy.pii_self",
     "privacy.health_data",
     "privacy.pii_third_party",
     "privacy.doxxing",
     "misinfo.medical",
     "legal.defamation",
     "quality.off_topic",
     "quality.gibberish",
     "quality.duplicate",
     "quality.low_effort",
     "policy.first_comment",
     "policy.premod",
     "policy.rate",
     "policy.closed",
     "policy.banned",
     "policy.engine_fault",
     "verdict.not_spam",
     "verdict.not_abuse",
     "verdict.other"}
);
static_assert(numbered.size() < 63, "a trait is a bit of a signed number");

}  // namespace

std::int64_t trait_of(std::string_view list) {
    for (std::size_t i = 0; i < numbered.size(); ++i) {
        if (numbered[i] == list) return std::int64_t{1} << i;
    }
    return 0;
}

std::span<const std::string_view> lists_with_traits() {
    return numbered;
}

}  // namespace chaffinch::store::sqlite
