// walk_features() goes through a comment once and hands every occurrence of a feature to a sink.
//
// The two extractions (hashes alone; hashes with names and places) are two sinks over this one
// walk, so they cannot disagree. Internal to the room.

#pragma once

#include "engine/classifier/features.h"
#include "engine/classifier/word_scan.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chaffinch::classifier {

enum class FeatureKind : std::uint8_t {
    word,
    pair,
    gram,
    unspaced,
    shape,
    author_word,
    author_gram,
    author_host,
    context,
    rule,
};

/// "w:", "p:", ...; shapes carry their "#" in the text.
std::string_view prefix(FeatureKind kind);

/// One occurrence of a feature. Views are valid only while the sink takes it.
struct Occurrence {
    FeatureKind kind = FeatureKind::shape;
    std::uint64_t hash = 0;
    float topic = 0;
    std::string_view text{};    ///< without the kind's prefix
    std::string_view second{};  ///< second word of a pair
    int bucket = -1;            ///< of bucketed shapes, else -1
    std::uint32_t begin = 0;    ///< bytes of the skeleton, or of the author's name
    std::uint32_t end = 0;
    std::uint32_t first_word = 0;  ///< words [first_word, last_word) are touched
    std::uint32_t last_word = 0;
    const Span* span = nullptr;  ///< of links and the like: where it stands in the original
};

std::uint64_t hash_text(FeatureKind kind, std::string_view text);
std::uint64_t hash_pair(std::uint64_t first_word, std::uint64_t second_word);
std::uint64_t hash_bucket(FeatureKind kind, std::string_view text, int bucket);

/// At most so many rule hits are features; room for them is kept.
inline constexpr std::size_t max_rule_features = 64;
inline constexpr std::size_t max_other_features = max_features - max_rule_features;

/// The body's words, pairs and grams stop here, so that what comes after them has room.
inline constexpr std::size_t max_body_features = 1'600;

/// More features than a text of this size has but for rare ones; what to make room for.
std::size_t expected_features(const text::Document& document);

/// Finds features already met: open addressing over indices, no memory of its own.
class DistinctTable {
  public:
    static constexpr std::uint16_t none = 0xFFFF;

    explicit DistinctTable(std::vector<std::uint16_t>& slots) : slots_(slots) {
        slots_.assign(count, none);
    }

    /// The index of the feature for which `is_it(index)` holds, or none; then `next` is its index
    /// from now on, unless it is none itself.
    template <class IsIt>
    std::uint16_t find_or_add(std::uint64_t hash, std::uint16_t next, IsIt&& is_it) {
        std::size_t at = hash & mask;
        for (; slots_[at] != none; at = (at + 1) & mask) {
            if (is_it(slots_[at])) return slots_[at];
        }
        slots_[at] = next;
        return none;
    }

  private:
    static constexpr std::size_t count = 4'096;
    static constexpr std::size_t mask = count - 1;
    static_assert(count >= 2 * max_features);

    std::vector<std::uint16_t>& slots_;
};

/// Memory that extraction reuses; one a thread.
struct WalkScratch {
    ScannedText body{};
    ScannedText author{};
    std::vector<std::uint64_t> word_hashes{};
    std::vector<std::uint16_t> distinct{};
};

WalkScratch& walk_scratch();

/// A sink has `void take(const Occurrence&)`, `std::size_t size() const` (distinct so far) and
/// `static constexpr bool wants_places`: without it an occurrence of the body has its kind, hash
/// and topic weight alone.
template <class Sink>
class BodyWalk {
  public:
    BodyWalk(const ScannedText& body, std::vector<std::uint64_t>& word_hashes, Sink& sink)
        : body_(body), word_hashes_(word_hashes), sink_(sink) {}

    // The head is read up to half of the room, then the tail backwards: padding at either end
    // cannot push all of the other end out.
    void run() {
        hash_words();
        const std::size_t count = body_.words.size();
        std::size_t head = 0;
        while (head < count && sink_.size() < max_body_features / 2) take_word(head++);
        for (std::size_t tail = count; tail > head && sink_.size() < max_body_features;)
            take_word(--tail);
    }

  private:
    void hash_words() {
        word_hashes_.clear();
        for (const ScannedWord& word : body_.words) {
            word_hashes_.push_back(hash_text(FeatureKind::word, body_.text(word.first, word.last)));
        }
    }

    void take_word(std::size_t index) {
        const ScannedWord& word = body_.words[index];
        Occurrence found = at(word.first, word.last);
        found.kind = FeatureKind::word;
        found.hash = word_hashes_[index];
        sink_.take(found);
        if (index > 0) take_pair(index);
        take_grams(index);
        take_unspaced(word);
    }

    void take_pair(std::size_t index) {
        const ScannedWord& before = body_.words[index - 1];
        const ScannedWord& word = body_.words[index];
        Occurrence found = at(before.first, word.last);
        found.kind = FeatureKind::pair;
        found.hash = hash_pair(word_hashes_[index - 1], word_hashes_[index]);
        found.text = body_.text(before.first, before.last);
        found.second = body_.text(word.first, word.last);
        sink_.take(found);
    }

    // Grams that start in the word or in the blank before it.
    void take_grams(std::size_t index) {
        const ScannedWord& word = body_.words[index];
        const std::size_t end = body_.characters.size() - 1;
        std::size_t first = word.first;
        if (first > 0 && (index == 0 || body_.words[index - 1].last < first)) --first;
        for (std::size_t i = first; i < word.last && i + 4 <= end; ++i) {
            if (sink_.size() >= max_body_features) return;
            Occurrence found = at(i, i + 4);
            found.kind = FeatureKind::gram;
            found.hash = hash_text(FeatureKind::gram, found.text);
            sink_.take(found);
        }
    }

    void take_unspaced(const ScannedWord& word) {
        for (std::size_t i = word.first; i < word.last; ++i) {
            if (!body_.characters[i].unspaced) continue;
            if (sink_.size() >= max_body_features) return;
            take_characters(i, i + 1);
            if (i + 1 < word.last && body_.characters[i + 1].unspaced) take_characters(i, i + 2);
        }
    }

    void take_characters(std::size_t first, std::size_t last) {
        Occurrence found = at(first, last);
        found.kind = FeatureKind::unspaced;
        found.hash = hash_text(FeatureKind::unspaced, found.text);
        sink_.take(found);
    }

    // Blanks at either end belong to no word and to no span.
    [[nodiscard]] Occurrence at(std::size_t first, std::size_t last) const {
        Occurrence found;
        found.text = body_.text(first, last);
        found.topic = body_.topic(first, last);
        if constexpr (!Sink::wants_places) return found;
        if (found.text.front() == ' ') ++first;
        if (found.text.back() == ' ' && last > first + 1) --last;
        found.first_word = body_.characters[first].word;
        found.last_word = body_.characters[last - 1].word + 1;
        found.begin = body_.characters[first].source;
        found.end = body_.characters[last].source;
        return found;
    }

    const ScannedText& body_;
    std::vector<std::uint64_t>& word_hashes_;
    Sink& sink_;
};

/// Shape, links, contacts, author and article: everything but the body's words and the rules.
/// Few enough that a virtual call each does not count.
class OccurrenceSink {
  public:
    virtual ~OccurrenceSink() = default;
    virtual void take(const Occurrence& occurrence) = 0;
};

void walk_surroundings(
    const text::Document& document,
    const context::Relation& relation,
    WalkScratch& scratch,
    OccurrenceSink& sink
);

void walk_rules(const std::vector<std::string_view>& rule_hits, OccurrenceSink& sink);

}  // namespace chaffinch::classifier
