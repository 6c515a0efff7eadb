// ArticleProfile: what an article is about, prepared once, to judge the comments under it.
//
// Spam is relative to the article: under an article on Botox honest readers write botox, price and
// FDA. The profile tells which words are the article's own topic, so that evidence against them can
// be neutralised (never rewarded), and it holds the shingles by which copies of the article show.
// Formulas and figures: docs, classifier section 7 (4a, 4b).

#pragma once

#include "engine/context/shingle_set.h"
#include "engine/context/word_hash.h"
#include "engine/types/article.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace chaffinch::context {

/// Probability of a word in comments in general, for topic weights. Pure and thread-safe.
class Background {
  public:
    virtual ~Background() = default;

    /// Share of this folded word among all words, never 0 (unseen words get a floor).
    [[nodiscard]] virtual double probability(std::string_view word) const = 0;

    /// One of the 150 most frequent words, which are nobody's topic.
    [[nodiscard]] virtual bool is_frequent(std::string_view word) const = 0;

    /// The same for texts of one language (ISO 639-1): the English noun "war" is a German particle.
    /// A background that does not tell languages apart, or does not know this one, gives itself.
    [[nodiscard]] virtual const Background& in_language(std::string_view language) const;
};

/// Frequencies of the commonest words of English, German, French, Spanish, Portuguese, Russian,
/// Indonesian, Hindi and Chinese, compiled in; used until a model brings its own.
const Background& default_background();

/// Immutable and thread-safe. Building is linear in the article and total on any bytes; of a very
/// long article the first 50,000 words are read.
class ArticleProfile {
  public:
    /// The profile of no article.
    ArticleProfile() = default;

    /// The title counts as part of the text. The language is what the site says, else a guess.
    ArticleProfile(const Article& article, const Background& background);

    /// a(w) in [0, 1]: how much the folded word is this article's own topic; 0 for words that are
    /// never neutral (buy, price, order, whatsapp ...) and for frequent words.
    /// a(w) = clamp(ln((tf / words) / p_background(w)) / ln 50, 0, 1).
    [[nodiscard]] double topic_weight(std::string_view folded_word) const;

    [[nodiscard]] bool empty() const { return words_ == 0; }

    /// There is a text to copy from, not a title alone.
    [[nodiscard]] bool has_text() const { return !shingles5_.empty(); }

    /// ISO 639-1, or empty when unknown.
    [[nodiscard]] const std::string& language() const { return language_; }

    /// Shingles of 3 or of 5 words by their ids (shingle_hash()); `size` is one of these.
    [[nodiscard]] const ShingleSet& word_shingles(int size) const;

    /// Word ids by sentence, the title first. Sentences of a few words are joined to the next one,
    /// endless ones are cut at 64 words.
    [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& sentences() const {
        return sentences_;
    }

    /// Ids are 0, 1, 2 ... in order of first use; nullopt for a word that is not in the article.
    [[nodiscard]] std::optional<std::uint32_t> word_id(std::string_view folded_word) const;

    [[nodiscard]] std::size_t distinct_words() const { return topic_.size(); }

    [[nodiscard]] float topic_weight_of(std::uint32_t word_id) const { return topic_[word_id]; }

  private:
    void weigh_topics(const std::vector<std::uint32_t>& uses, const Background& background);
    void add_shingles(std::span<const std::uint64_t> ids);

    WordMap<std::uint32_t> ids_;
    std::vector<float> topic_;  ///< by word id
    ShingleSet shingles3_;
    ShingleSet shingles5_;
    std::vector<std::vector<std::uint32_t>> sentences_;  ///< word ids by sentence
    std::string language_;
    std::size_t words_ = 0;
};

/// Words that sell under any article and therefore are never neutralised, in all our languages.
std::span<const std::string_view> never_neutral_words();
bool is_never_neutral(std::string_view folded_word);

/// Profiles by content hash of the article, least recently used out first. Thread-safe. Two threads
/// that ask for the same new article at once may both build it; building holds no lock.
class ProfileCache {
  public:
    /// `background` must outlive the cache. A capacity of 0 caches nothing.
    ProfileCache(const Background& background, std::size_t capacity);

    /// Never null. A null article gives the empty profile.
    std::shared_ptr<const ArticleProfile> profile_of(const Article* article);

  private:
    using Entry = std::pair<std::uint64_t, std::shared_ptr<const ArticleProfile>>;

    std::shared_ptr<const ArticleProfile> find(std::uint64_t hash);
    void keep(std::uint64_t hash, std::shared_ptr<const ArticleProfile> profile);

    const Background& background_;
    std::size_t capacity_;
    std::mutex mutex_;
    std::list<Entry> recent_;  ///< most recent first
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_hash_;
};

}  // namespace chaffinch::context
