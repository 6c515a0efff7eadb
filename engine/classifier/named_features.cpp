// Features with their names and places, for explanations.

#include "engine/classifier/feature_walk.h"
#include "engine/classifier/features.h"

#include <algorithm>
#include <utility>

namespace chaffinch::classifier {
namespace {

constexpr std::size_t max_spans = 8;

std::string name_of(const Occurrence& found) {
    std::string name{prefix(found.kind)};
    name.append(found.text);
    if (!found.second.empty()) name.append(" ").append(found.second);
    if (found.bucket >= 0) name.append(std::to_string(found.bucket));
    return name;
}

bool of_body(FeatureKind kind) {
    return kind <= FeatureKind::unspaced;
}

bool is_gram(FeatureKind kind) {
    return kind == FeatureKind::gram || kind == FeatureKind::unspaced;
}

bool of_author_name(FeatureKind kind) {
    return kind == FeatureKind::author_word || kind == FeatureKind::author_gram;
}

/// Where an occurrence stands in the original, or an empty span for features of no place.
Span place_of(const Occurrence& found, const text::Document& document) {
    if (found.span != nullptr) return *found.span;
    if (of_body(found.kind)) return text::span_of(document.skeleton, found.begin, found.end);
    if (!of_author_name(found.kind)) return {};
    const text::SourceRange range = document.author.name.source(found.begin, found.end);
    return {Field::author_name, range.begin, range.end};
}

class NamingSink final : public OccurrenceSink {
  public:
    static constexpr bool wants_places = true;

    NamingSink(const text::Document& document, Grams grams, std::vector<std::uint16_t>& slots)
        : document_(document), grams_(grams), known_(slots) {
        features_.reserve(expected_features(document));
    }

    void take(const Occurrence& found) override {
        const std::size_t size = features_.size();
        const auto next = size < room_ ? static_cast<std::uint16_t>(size) : DistinctTable::none;
        const std::uint16_t known = known_.find_or_add(found.hash, next, [&](std::size_t index) {
            return features_[index].hash == found.hash;
        });
        if (known != DistinctTable::none) {
            add_place(features_[known], found);
        } else if (next != DistinctTable::none) {
            const std::string_view kind = prefix(found.kind);
            features_.push_back(
                {found.hash, is_spelled(found) ? name_of(found) : std::string(kind), found.topic}
            );
            add_place(features_.back(), found);
        }
    }

    [[nodiscard]] std::size_t size() const { return features_.size(); }

    /// As extract() does.
    void give_room_to_rules() { room_ = max_features; }

    std::vector<NamedFeature> release() { return std::move(features_); }

  private:
    [[nodiscard]] bool is_spelled(const Occurrence& found) const {
        return grams_ == Grams::spelled || !is_gram(found.kind);
    }

    void add_place(NamedFeature& feature, const Occurrence& found) const {
        feature.topic = std::min(feature.topic, found.topic);
        if (is_spelled(found) && feature.spans.size() < max_spans) {
            const Span span = place_of(found, document_);
            if (span.begin < span.end && !std::ranges::count(feature.spans, span))
                feature.spans.push_back(span);
        }
        if (!of_body(found.kind)) return;
        for (std::uint32_t word = found.first_word; word < found.last_word; ++word) {
            if (feature.words.empty() || feature.words.back() != word)
                feature.words.push_back(word);
        }
    }

    const text::Document& document_;
    Grams grams_;
    DistinctTable known_;
    std::size_t room_ = max_other_features;
    std::vector<NamedFeature> features_{};
};

}  // namespace

std::vector<NamedFeature> extract_named(
    const Comment&,
    const text::Document& document,
    const context::Relation& relation,
    const std::vector<std::string_view>& rule_hits,
    HashKey key,
    Grams grams
) {
    WalkScratch& scratch = walk_scratch();
    NamingSink sink{document, grams, scratch.distinct};
    scan(
        document.skeleton.text, document.skeleton_words.tokens, relation.topic_weights, scratch.body
    );
    BodyWalk<NamingSink>{scratch.body, scratch.word_hashes, sink}.run();
    walk_surroundings(document, relation, scratch, sink);
    sink.give_room_to_rules();
    walk_rules(rule_hits, sink);
    std::vector<NamedFeature> features = sink.release();
    for (NamedFeature& feature : features) feature.hash = rekeyed(feature.hash, key);
    return features;
}

}  // namespace chaffinch::classifier
