// Comments and examples for the classifier's tests: documents made by hand, so that a test fails
// for the classifier's faults and not for the reader's.

#pragma once

#include "engine/classifier/site_layer.h"
#include "engine/text/document.h"
#include "tests/support/seeded_random.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::classifier::test {

/// A document whose skeleton is `text` as it stands, with its blank-separated tokens.
inline text::Document document_of(std::string_view text) {
    text::Document document;
    document.raw = text;
    document.skeleton.text = text;
    document.normal.text = text;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) {
            document.skeleton_words.tokens.push_back(
                {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}
            );
        }
        at = end + 1;
    }
    document.shape.bytes = static_cast<std::uint32_t>(text.size());
    document.shape.code_points = document.shape.bytes;
    return document;
}

inline FeatureSet features_of(std::string_view text, HashKey key = {}) {
    return extract({}, document_of(text), {}, {}, key);
}

/// Random comments: spam and ham draw from overlapping vocabularies, some words neutralised.
inline TrainingExample random_example(
    chaffinch::test::SeededRandom& random, int number, HashKey key
) {
    static const std::vector<std::string> spam_words{
        "cheap", "pills", "free", "casino", "link", "the", "you"
    };
    static const std::vector<std::string> ham_words{
        "article", "thanks", "doctor", "reads", "the", "you", "free"
    };
    TrainingExample example;
    example.event_id = "event-" + std::to_string(number);
    example.positive = random.chance(0.4);
    std::string text;
    const std::int64_t count = random.between(1, 12);
    for (std::int64_t i = 0; i < count; ++i) {
        text += random.pick(example.positive ? spam_words : ham_words) +
                std::to_string(random.between(0, 2)) + " ";
    }
    example.features = features_of(text, key);
    for (float& topic : example.features.topic) {
        if (random.chance(0.1)) topic = 0.7F;
    }
    example.general_z = static_cast<double>(random.between(-80, 80)) / 10;
    example.weight = random.chance(0.2) ? 0.5 : 1;
    return example;
}

}  // namespace chaffinch::classifier::test
