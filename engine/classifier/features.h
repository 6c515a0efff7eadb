// Features: what the classifier sees of a comment, as a set of 64-bit hashes.
//
// The *lean* set (classifier.md, section 5), about 120 for a comment of 94 bytes:
//
//   w:   folded words and punctuation runs          p:   neighbouring pairs of them
//   c:   character 4-grams, blanks made single      k:   characters and pairs of unspaced scripts
//   #    shape: links, hosts, contacts, capitals, digits, length, marks, fold flags
//   a: ac: au:   words and 3-grams of the author's name, host of the author's page
//   #ctx:  how the comment stands to its article, crossed with length and link
//   #r:  names of rules that matched (the site layer's alone)
//
// Binary: a feature is there or not. Folding is Document's business; nothing is folded here again.
// Hashes are xxh3 with a fixed seed for each kind (key 0, which shipped models use). A site layer's
// hashes are these remixed with its key: the text is read once for both.

#pragma once

#include "engine/classifier/model.h"
#include "engine/context/relate.h"
#include "engine/text/document.h"
#include "engine/types/comment.h"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::classifier {

/// Changes whenever the same comment would give other features; models carry it and are refused
/// under another one.
inline constexpr std::uint32_t feature_version = 1;

/// At most so many features; of a longer text the head and the tail are read in equal shares.
inline constexpr std::size_t max_features = 2'000;

struct FeatureSet {
    std::vector<std::uint64_t> hashes{};  ///< distinct, at most max_features, in order of the text
    /// Topic weight in [0, 1] of the words a feature came from (0: not neutralised); same size.
    /// A feature that touches two words carries the smaller weight.
    std::vector<float> topic{};
    /// The first so many are seen by the general model: all but the rule hits, which are last.
    std::size_t general = 0;
    /// The first so many are the body's words, pairs and grams, in the order of the text (of a very
    /// long one the head, then the tail backwards): what windows are laid over.
    std::size_t body = 0;
};

/// Hash key: one per installation, so that nobody can choose words offline that share a slot with
/// others. Shipped general models use key 0.
struct HashKey {
    std::uint64_t value = 0;
};

/// Reads a comment's features. Total, linear, thread-safe. A Relation without topic weights
/// neutralises nothing. `asked_next`: models that are about to be asked about them, whose tables
/// can be fetched meanwhile.
FeatureSet extract(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    HashKey key,
    std::span<const std::shared_ptr<const Model>> asked_next = {}
);

/// The hash under another key of a feature extracted under key 0. One-to-one for each key.
std::uint64_t rekeyed(std::uint64_t hash, HashKey key);

/// A set extracted under key 0, as extract() would have given it under `key`.
FeatureSet rekeyed(FeatureSet features, HashKey key);

/// The same features in the same order with their names and places, for explanations; slower.
struct NamedFeature {
    std::uint64_t hash = 0;
    std::string name{};  ///< "w:cheap", "#url3"
    float topic = 0;
    std::vector<Span> spans{};  ///< of every occurrence (at most 8), as bytes of the original
    /// Indices of the words (as counted by `w:`) that the feature touches; empty for shape. Most
    /// features stand once or twice, and a comment has hundreds.
    boost::container::small_vector<std::uint32_t, 4> words{};
};

/// Character grams are most features of a comment; an explanation gives their evidence to the words
/// they touch and shows none of them.
enum class Grams : std::uint8_t {
    spelled,
    by_kind,  ///< "c:" or "k:" without text and spans: half the time of an explanation
};

std::vector<NamedFeature> extract_named(
    const Comment& comment,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    HashKey key,
    Grams grams = Grams::spelled
);

}  // namespace chaffinch::classifier
