// Hashes of a comment's features, each once.

#include "engine/classifier/features.h"

#include "engine/classifier/feature_walk.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>

namespace chaffinch::classifier {
namespace {

// Seeds keep the kinds apart: the word "c" is not the gram "c". Any distinct odd numbers do; these
// are multiples of 2^64 divided by the golden ratio, and part of feature_version.
constexpr std::uint64_t seed_of(FeatureKind kind) {
    return (static_cast<std::uint64_t>(kind) + 1) * 0x9E37'79B9'7F4A'7C15ULL;
}

/// Keeps the first occurrence of each feature, with the smallest topic weight of all.
class DistinctSink final : public OccurrenceSink {
  public:
    static constexpr bool wants_places = false;

    DistinctSink(
        FeatureSet& into,
        std::vector<std::uint16_t>& slots,
        std::span<const std::shared_ptr<const Model>> asked_next
    )
        : into_(into), known_(slots), asked_next_(asked_next) {}

    void take(const Occurrence& found) override {
        const std::size_t size = into_.hashes.size();
        const auto next = size < room_ ? static_cast<std::uint16_t>(size) : DistinctTable::none;
        const std::uint16_t known = known_.find_or_add(found.hash, next, [&](std::size_t index) {
            return into_.hashes[index] == found.hash;
        });
        if (known != DistinctTable::none) {
            into_.topic[known] = std::min(into_.topic[known], found.topic);
        } else if (next != DistinctTable::none) {
            into_.hashes.push_back(found.hash);
            into_.topic.push_back(found.topic);
            for (const auto& model : asked_next_) model->prefetch(found.hash);
        }
    }

    [[nodiscard]] std::size_t size() const { return into_.hashes.size(); }

    /// The room that was kept for the rules.
    void give_room_to_rules() { room_ = max_features; }

  private:
    FeatureSet& into_;
    DistinctTable known_;
    std::span<const std::shared_ptr<const Model>> asked_next_;
    std::size_t room_ = max_other_features;
};

static_assert(max_body_features + max_rule_features < max_features);

}  // namespace

std::string_view prefix(FeatureKind kind) {
    constexpr std::array<std::string_view, 10> prefixes{
        "w:",
        "p:",
        "c:",
        "k:",
        "",
        "a:",
        "ac:",
        "au:",
        "",
        "#r:",
    };
    return prefixes[static_cast<std::size_t>(kind)];
}

std::uint64_t hash_text(FeatureKind kind, std::string_view text) {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed_of(kind));
}

std::uint64_t hash_pair(std::uint64_t first_word, std::uint64_t second_word) {
    const std::array<std::uint64_t, 2> both{first_word, second_word};
    return XXH3_64bits_withSeed(both.data(), sizeof both, seed_of(FeatureKind::pair));
}

std::uint64_t hash_bucket(FeatureKind kind, std::string_view text, int bucket) {
    const auto step = static_cast<std::uint64_t>(bucket + 1) * 0xD6E8'FEB8'6659'FD93ULL;
    return XXH3_64bits_withSeed(text.data(), text.size(), seed_of(kind) ^ step);
}

std::size_t expected_features(const text::Document& document) {
    return std::min(max_features, 48 + document.skeleton.text.size() * 2);
}

WalkScratch& walk_scratch() {
    thread_local WalkScratch scratch;
    return scratch;
}

FeatureSet extract(
    const Comment&,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    HashKey key,
    std::span<const std::shared_ptr<const Model>> asked_next
) {
    WalkScratch& scratch = walk_scratch();
    FeatureSet features;
    const std::size_t expected = expected_features(document);
    features.hashes.reserve(expected);
    features.topic.reserve(expected);
    DistinctSink sink{features, scratch.distinct, asked_next};
    scan(
        document.skeleton.text, document.skeleton_words.tokens, relation.topic_weights, scratch.body
    );
    BodyWalk<DistinctSink>{scratch.body, scratch.word_hashes, sink}.run();
    features.body = features.hashes.size();
    walk_surroundings(document, relation, scratch, sink);
    features.general = features.hashes.size();
    sink.give_room_to_rules();
    walk_rules(rule_hits, sink);
    return rekeyed(std::move(features), key);
}

std::uint64_t rekeyed(std::uint64_t hash, HashKey key) {
    return key.value == 0 ? hash : XXH3_64bits_withSeed(&hash, sizeof hash, key.value);
}

FeatureSet rekeyed(FeatureSet features, HashKey key) {
    if (key.value == 0) return features;
    for (std::uint64_t& hash : features.hashes) hash = rekeyed(hash, key);
    return features;
}

}  // namespace chaffinch::classifier
