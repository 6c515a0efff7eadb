// Features: what the classifier sees of a comment, as a set of keyed 64-bit hashes.
//
// The *lean* set (classifier.md, section 5): folded words and punctuation runs, neighbouring pairs,
// character 4-grams, characters and pairs of unspaced scripts, shape, author name and URL under their
// own prefixes, fold flags, article buckets, rule hits. Binary: a feature is there or not.

#pragma once

#include "engine/context/relate.h"
#include "engine/text/document.h"
#include "engine/types/comment.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::classifier {

/// Changes whenever the same comment would give other features; models carry it and are refused
/// under another one.
inline constexpr std::uint32_t feature_version = 1;

struct FeatureSet {
    std::vector<std::uint64_t> hashes{};  ///< distinct, at most 2,000
    /// Topic weight of the word a feature came from (0: not neutralised); same size.
    std::vector<float> topic{};
};

/// Hash key: one per installation, so that nobody can craft collisions offline. Shipped general
/// models use key 0.
struct HashKey {
    std::uint64_t value = 0;
};

FeatureSet extract(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    HashKey key
);

/// The same features with their names and places, for explanations; slower.
struct NamedFeature {
    std::uint64_t hash = 0;
    std::string name{};  ///< "w:cheap", "#url3"
    float topic = 0;
    std::vector<Span> spans{};
};

std::vector<NamedFeature> extract_named(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    HashKey key
);

}  // namespace chaffinch::classifier
