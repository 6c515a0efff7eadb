// Lessons for tests, made without texts.

#pragma once

#include "server/learning/taught_site.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::learning::test {

inline constexpr classifier::HashKey key{0x5EED};

inline LessonFacts facts(std::int64_t sequence, bool positive) {
    LessonFacts facts;
    facts.sequence = sequence;
    facts.event = "trn_" + std::to_string(sequence);
    facts.positive = positive;
    facts.moderator = "mod_" + std::to_string(sequence % 7);
    facts.day = std::chrono::sys_days{std::chrono::days{20'000}};
    return facts;
}

/// A lesson whose comment has these features.
inline Lesson lesson(LessonFacts facts, const std::vector<std::uint64_t>& features) {
    Lesson lesson;
    lesson.example.event_id = facts.event;
    lesson.example.positive = facts.positive;
    classifier::FeatureSet plain;
    plain.hashes = features;
    plain.topic.assign(features.size(), 0);
    plain.general = features.size();
    lesson.example.features = classifier::rekeyed(std::move(plain), key);
    lesson.facts = std::move(facts);
    return lesson;
}

}  // namespace chaffinch::learning::test
